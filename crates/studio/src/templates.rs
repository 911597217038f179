//! The named templates: small projects with a pipeline that runs here at once, carried in the program. Written to a
//! folder that is not there yet, never over anything.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::contract::{Failure, TemplateRow};
use crate::failure::{failure, io};

static ALL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/templates");

/// Id, title, what it is, and what is not the real thing on this computer.
const TEMPLATES: &[(&str, &str, &str, &str)] = &[
    (
        "static-site",
        "Static site to S3",
        "Builds a site, checks its links beside it, and publishes it to a bucket.",
        "The bucket is a folder here.",
    ),
    (
        "node-service",
        "Node service: build, test, deploy",
        "Packages a service, tests it in parallel, asks, and releases it to a bucket by its version.",
        "The bucket is a folder here. Needs Node.",
    ),
    (
        "container-ecs",
        "Container to ECS",
        "Builds an image, deploys it to staging, checks it, asks, and deploys it to production.",
        "Amazon ECS is simulated here; the builds are real.",
    ),
    (
        "serverless-cloudformation",
        "Serverless with CloudFormation",
        "Packages a function, makes a change set, has it reviewed, and executes it.",
        "AWS CloudFormation is simulated here; the builds are real.",
    ),
    (
        "cross-account-promotion",
        "Cross-account promotion",
        "Promotes one build through three accounts, each with an approval and a role of its own.",
        "Buckets are folders here; roles are not assumed.",
    ),
];

/// The templates in the order in which they are offered.
pub(crate) fn list() -> Vec<TemplateRow> {
    let row = |(id, title, says, here): &(&str, &str, &str, &str)| TemplateRow {
        id: (*id).into(),
        title: (*title).into(),
        says: (*says).into(),
        here: (*here).into(),
    };
    TEMPLATES.iter().map(row).collect()
}

/// Writes a template to a folder and gives the path of its definition.
///
/// # Errors
/// `unknown-template`, `bad-name` for a name that is no pipeline name, `exists` for a folder that is there.
pub(crate) fn create(template: &str, folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let from = ALL
        .get_dir(template)
        .ok_or_else(|| failure("unknown-template", format!("there is no template {template}")))?;
    // A pipeline's name (AWS, PipelineName): 1 to 100 of letters, digits and . @ - _; as a folder, none that walks away.
    let good = !name.is_empty()
        && name.len() <= 100
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".@-_".contains(&byte));
    if !good {
        return Err(failure("bad-name", format!("{name:?} is no name of a pipeline"))
            .remedy("1 to 100 letters, digits and . @ - _, without a dot at its beginning"));
    }
    let to = folder.join(name);
    if to.exists() {
        return Err(
            failure("exists", format!("{} is there already", to.display())).remedy("choose another name")
        );
    }
    fs_err::create_dir_all(&to).map_err(|error| io(&error))?;
    write(from, from.path(), &to, (template, name))?;
    Ok(to.join("pipeline.json"))
}

fn write(dir: &Dir<'_>, root: &Path, to: &Path, rename: (&str, &str)) -> Result<(), Failure> {
    for inner in dir.dirs() {
        fs_err::create_dir_all(to.join(inner.path().strip_prefix(root).unwrap_or(inner.path())))
            .map_err(|error| io(&error))?;
        write(inner, root, to, rename)?;
    }
    for file in dir.files() {
        let within = file.path().strip_prefix(root).unwrap_or(file.path());
        let text = file.contents_utf8().unwrap_or_default();
        // The pipeline gets the chosen name; what it refers to keeps its own.
        let text = if within == Path::new("pipeline.json") {
            text.replacen(&format!("\"name\": \"{}\"", rename.0), &format!("\"name\": \"{}\"", rename.1), 1)
        } else {
            text.to_owned()
        };
        fs_err::write(to.join(within), text).map_err(|error| io(&error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_whole_clean_and_written_once_only() {
        let folder = tempfile::tempdir().unwrap();
        let known: Vec<_> = ALL.dirs().map(|dir| dir.path().display().to_string()).collect();
        assert_eq!(known.len(), TEMPLATES.len(), "{known:?}");
        for row in list() {
            let name = format!("my-{}", row.id);
            let path = create(&row.id, folder.path(), &name).unwrap();
            let text = fs_err::read_to_string(&path).unwrap();
            let checked = crate::check::check(&text, "pipeline.json", None);
            let faults: Vec<_> = checked
                .problems
                .iter()
                .filter(|one| one.severity != crate::contract::Severity::Hint)
                .collect();
            assert!(faults.is_empty(), "{}: {faults:?}", row.id);
            assert_eq!(checked.declaration.unwrap()["name"], name.as_str());
            assert!(path.with_file_name("pipesmith.yaml").exists());
            assert_eq!(create(&row.id, folder.path(), &name).unwrap_err().code, "exists");
        }
        assert_eq!(create("static-site", folder.path(), "../x").unwrap_err().code, "bad-name");
        assert_eq!(create("nothing", folder.path(), "x").unwrap_err().code, "unknown-template");
    }
}
