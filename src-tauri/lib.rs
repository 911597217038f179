//! The desktop window: hands the UI's commands to the studio and the studio's feed to the UI, and shows what only a
//! desktop has (its open dialog and notifications). It never decides anything about pipelines.

use std::path::PathBuf;
use std::process::ExitCode;

use serde::Deserialize;
use serde_json::{Value, json};
use studio::{Failure, Options, Studio};
use tauri::{AppHandle, Emitter, Manager, RunEvent, WebviewWindowBuilder};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_notification::NotificationExt;

/// What the UI asks of the native open dialog.
#[derive(Deserialize)]
struct DialogRequest {
    title: String,
    #[serde(default)]
    folder: String,
}

/// Opens the window and stays until it is closed; the exit code says whether it could be opened.
#[must_use]
pub fn run() -> ExitCode {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(tauri::generate_handler![call])
        .setup(|app| {
            let handle = app.handle().clone();
            match tauri::async_runtime::block_on(open()) {
                Ok(studio) => show(&handle, studio)?,
                Err(failure) => refuse(&handle, &failure),
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            let code = app.run_return(|handle, event| {
                if let RunEvent::Exit = event
                    && let Some(studio) = handle.try_state::<Studio>()
                {
                    tauri::async_runtime::block_on(studio.close());
                }
            });
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("pipesmith: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the studio over the data folder, with the definition named on the command line.
async fn open() -> Result<Studio, Failure> {
    let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let file = std::env::args_os().nth(1).map(|file| folder.join(file));
    let shim = std::env::current_exe().map_err(|error| Failure {
        code: "internal".into(),
        message: format!("the path of this program is unknown: {error}"),
        remedy: None,
    })?;
    Studio::open(Options {
        data: studio::data_folder(None)?,
        face: "window",
        folder,
        open: file,
        shim,
        passive: false,
    })
    .await
}

/// Shows the window and starts to hand on the feed.
fn show(app: &AppHandle, studio: Studio) -> tauri::Result<()> {
    let set_aside = studio.set_aside();
    app.manage(studio.clone());
    if let Some(config) = app.config().app.windows.first() {
        WebviewWindowBuilder::from_config(app, config)?.build()?;
    }
    if let Some(path) = set_aside {
        app.dialog()
            .message(format!(
                "The database was damaged. It was kept at {}, and a new one was begun.",
                path.display()
            ))
            .title("Pipesmith")
            .kind(MessageDialogKind::Warning)
            .show(|_| {});
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut feed = studio.feed().await;
        while let Some(event) = feed.recv().await {
            if let Some(notice) = &event.notice
                && wants_notices(&studio).await
                && let Err(error) =
                    app.notification().builder().title(&notice.title).body(&notice.body).show()
            {
                eprintln!("pipesmith: no notification could be shown: {error}");
            }
            if app.emit("feed", &event).is_err() {
                break;
            }
        }
    });
    Ok(())
}

async fn wants_notices(studio: &Studio) -> bool {
    let settings = studio.call("settings.get", json!({})).await;
    settings.is_ok_and(|settings| settings["notify"].as_bool().unwrap_or(false))
}

/// Says why nothing can be shown, and ends.
fn refuse(app: &AppHandle, failure: &Failure) {
    let text = match &failure.remedy {
        Some(remedy) => format!("{}\n\n{remedy}", failure.message),
        None => failure.message.clone(),
    };
    eprintln!("pipesmith: {text}");
    let ending = app.clone();
    app.dialog()
        .message(text)
        .title("Pipesmith could not start")
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(1));
}

/// The one door of the UI: a command of the contract, or the native open dialog, which only a window has.
#[tauri::command]
async fn call(
    app: AppHandle,
    studio: tauri::State<'_, Studio>,
    command: String,
    args: Value,
) -> Result<Value, Failure> {
    if command == "window.open_dialog" {
        return pick(&app, args).await;
    }
    studio.call(&command, args).await
}

/// Asks for a file; null when the dialog was cancelled.
async fn pick(app: &AppHandle, args: Value) -> Result<Value, Failure> {
    let request: DialogRequest = serde_json::from_value(args).map_err(|error| Failure {
        code: "bad-arguments".into(),
        message: format!("the open dialog was asked for in a form it does not know: {error}"),
        remedy: None,
    })?;
    let mut dialog = app.dialog().file().set_title(&request.title);
    if !request.folder.is_empty() {
        dialog = dialog.set_directory(&request.folder);
    }
    let (answer, picked) = tokio::sync::oneshot::channel();
    dialog.pick_file(move |file| {
        // The UI may be gone; then nobody waits for the answer.
        let _ = answer.send(file);
    });
    let path = picked.await.ok().flatten().and_then(|file| file.into_path().ok());
    Ok(path.map_or(Value::Null, |path| Value::String(path.display().to_string())))
}
