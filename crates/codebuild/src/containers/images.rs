//! Images: fetched when they are not here, built from a folder, pushed to a registry.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bollard::auth::DockerCredentials;
use bollard::query_parameters::{
    BuildImageOptionsBuilder, CreateImageOptionsBuilder, PushImageOptionsBuilder, TagImageOptionsBuilder,
};
use futures::StreamExt as _;
use globset::GlobBuilder;

use super::{ContainerEngine, RegistryCredentials, registry_credentials, said};
use crate::Error;
use crate::output::{self, Lines, Log};

/// How often the progress of a pull is told.
const TELL: Duration = Duration::from_secs(2);

/// An image that is to be built.
#[derive(Debug, Clone)]
pub struct ImageBuild {
    /// The folder that the Dockerfile copies from.
    pub context: PathBuf,
    /// The Dockerfile, relative to the folder.
    pub dockerfile: String,
    /// What the image is called, `NAME:TAG`.
    pub name: String,
    /// A folder for the archive that the engine gets.
    pub scratch: PathBuf,
}

impl ContainerEngine {
    /// Makes sure that an image is here, and tells how the pull goes; the name by which the engine knows it.
    ///
    /// # Errors
    /// [`Error::Image`].
    pub(crate) async fn fetch(&self, image: &str, log: &dyn Log) -> Result<String, Error> {
        if self.docker.inspect_image(image).await.is_ok() {
            return Ok(image.to_owned());
        }
        let name = pulled_as(image);
        if name != image && self.docker.inspect_image(&name).await.is_ok() {
            return Ok(name);
        }
        output::agent(log, &format!("Pulling {name} with {}", self.name));
        let registry = registry_of(&name).to_owned();
        let login = tokio::task::spawn_blocking(move || registry_credentials(&registry));
        let login = login.await.ok().flatten().map(credentials);
        let options = CreateImageOptionsBuilder::new().from_image(&name).build();
        let mut progress = self.docker.create_image(Some(options), None, login);
        let mut layers = Layers::default();
        while let Some(step) = progress.next().await {
            let step = step.map_err(|error| not_fetched(image, &name, &said(&error)))?;
            if let Some(fault) = step.error_detail.and_then(|detail| detail.message) {
                return Err(not_fetched(image, &name, &fault));
            }
            let moved = step.progress_detail.unwrap_or_default();
            let status = step.status.unwrap_or_default();
            if let Some(line) = layers.take(step.id, &status, moved.current, moved.total) {
                output::agent(log, &format!("Pulling {name}: {line}"));
            }
        }
        // Some engines answer a failed pull with a status that ends well.
        self.docker.inspect_image(&name).await.map_err(|error| not_fetched(image, &name, &said(&error)))?;
        output::agent(log, &format!("Pulled {name}"));
        Ok(name)
    }

    /// Builds an image. What the Dockerfile's commands print goes to the log.
    ///
    /// # Errors
    /// [`Error::Image`] with what the engine said.
    pub async fn build_image(&self, build: &ImageBuild, log: &dyn Log) -> Result<(), Error> {
        let wrong = |message: String| Error::Image { image: build.name.clone(), message };
        let archive = build.scratch.join("context.tar");
        let (wanted, to) = (build.clone(), archive.clone());
        let packed = tokio::task::spawn_blocking(move || pack(&wanted, &to)).await;
        packed.map_err(|error| wrong(error.to_string()))?.map_err(wrong)?;
        let file = tokio::fs::File::open(&archive).await.map_err(|error| wrong(error.to_string()))?;
        let body = bollard::body_try_stream(tokio_util::io::ReaderStream::with_capacity(file, 256 * 1024));
        let options = BuildImageOptionsBuilder::new()
            .dockerfile(&build.dockerfile)
            .t(&build.name)
            .rm(true)
            .forcerm(true)
            .labels(&super::labels(&build.name))
            .build();
        let mut steps = self.docker.build_image(options, None, Some(body));
        let mut lines = Lines::default();
        while let Some(step) = steps.next().await {
            let step = step.map_err(|error| wrong(said(&error)))?;
            if let Some(text) = step.stream {
                lines.take(text.as_bytes(), log);
            }
            if let Some(fault) = step.error_detail.and_then(|detail| detail.message) {
                lines.flush(log);
                return Err(wrong(fault));
            }
        }
        lines.flush(log);
        let _ = fs_err::remove_file(archive);
        Ok(())
    }

    /// Gives an image another name, `REPOSITORY:TAG`, and pushes it there.
    ///
    /// # Errors
    /// [`Error::Image`] with what the engine or the registry said.
    pub async fn push_image(
        &self,
        image: &str,
        repository: &str,
        tag: &str,
        login: Option<RegistryCredentials>,
        log: &dyn Log,
    ) -> Result<(), Error> {
        let name = format!("{repository}:{tag}");
        let wrong = |message: String| Error::Image { image: name.clone(), message };
        let options = TagImageOptionsBuilder::new().repo(repository).tag(tag).build();
        self.docker.tag_image(image, Some(options)).await.map_err(|error| wrong(said(&error)))?;
        output::agent(log, &format!("Pushing {name}"));
        let options = PushImageOptionsBuilder::new().tag(tag).build();
        // Without any credentials Docker refuses the request itself.
        let login = login.map_or_else(DockerCredentials::default, credentials);
        let mut steps = self.docker.push_image(repository, Some(options), Some(login));
        while let Some(step) = steps.next().await {
            let step = step.map_err(|error| wrong(said(&error)))?;
            if let Some(fault) = step.error_detail.and_then(|detail| detail.message) {
                return Err(wrong(fault));
            }
        }
        output::agent(log, &format!("Pushed {name}"));
        Ok(())
    }

    /// Forgets a name of an image; the image itself goes with its last name.
    pub async fn forget_image(&self, name: &str) {
        let none = None::<bollard::query_parameters::RemoveImageOptions>;
        let _ = self.docker.remove_image(name, none, None).await;
    }
}

fn credentials(login: RegistryCredentials) -> DockerCredentials {
    DockerCredentials {
        username: Some(login.user),
        password: Some(login.password),
        ..DockerCredentials::default()
    }
}

/// What is pulled for an image's name: CodeBuild's own images are published in its public registry, and a name without
/// a tag means `latest`, not all of them.
fn pulled_as(image: &str) -> String {
    let name = match image.strip_prefix("aws/codebuild/") {
        Some(curated) => format!("public.ecr.aws/codebuild/{curated}"),
        None => image.to_owned(),
    };
    let last = name.rsplit('/').next().unwrap_or_default();
    if last.contains([':', '@']) { name } else { format!("{name}:latest") }
}

/// The registry in an image's name; Docker's hub when none stands there.
fn registry_of(name: &str) -> &str {
    match name.split_once('/') {
        Some((first, _)) if first.contains(['.', ':']) || first == "localhost" => first,
        _ => "docker.io",
    }
}

fn not_fetched(image: &str, name: &str, why: &str) -> Error {
    let hint = if image.starts_with("aws/codebuild/") {
        "; not every image of CodeBuild's is published: build this one from the repository \
         aws/aws-codebuild-docker-images, or name another image in the setup (`projects`, `image`)"
    } else if name.contains(".dkr.ecr.") {
        "; sign in to the registry first (`aws ecr get-login-password | docker login --username AWS --password-stdin`)"
    } else {
        ""
    };
    Error::Image { image: name.to_owned(), message: format!("{}{hint}", why.trim()) }
}

/// The layers of a pull, summed up for people.
#[derive(Default)]
struct Layers {
    known: std::collections::BTreeMap<String, (bool, i64, i64)>,
    told: Option<Instant>,
}

impl Layers {
    /// Takes a step; a line when it is time for one.
    fn take(
        &mut self,
        id: Option<String>,
        status: &str,
        current: Option<i64>,
        total: Option<i64>,
    ) -> Option<String> {
        let id = id.filter(|id| !id.is_empty())?;
        let complete = matches!(status, "Pull complete" | "Already exists" | "Download complete");
        let layer = self.known.entry(id).or_default();
        layer.0 |= complete;
        if status == "Downloading" {
            (layer.1, layer.2) = (current.unwrap_or(layer.1), total.unwrap_or(layer.2));
        }
        if complete {
            layer.1 = layer.2;
        }
        if self.told.is_some_and(|told| told.elapsed() < TELL) {
            return None;
        }
        self.told = Some(Instant::now());
        let done = self.known.values().filter(|layer| layer.0).count();
        let sum = |of: fn(&(bool, i64, i64)) -> i64| self.known.values().map(of).sum::<i64>() / 1_000_000;
        let (here, all) = (sum(|layer| layer.1), sum(|layer| layer.2));
        Some(format!("{done} of {} layers, {here} of {all} MB", self.known.len()))
    }
}

/// Writes what the engine may see of the folder as an archive: all but what `.dockerignore` leaves out.
fn pack(build: &ImageBuild, to: &Path) -> Result<(), String> {
    let text = |error: std::io::Error| error.to_string();
    let ignored = Ignored::read(&build.context)?;
    let mut archive = tar::Builder::new(std::io::BufWriter::new(fs_err::File::create(to).map_err(text)?));
    // A link stays a link: what it leads to outside of the folder is not sent.
    archive.follow_symlinks(false);
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in fs_err::read_dir(build.context.join(&folder)).map_err(text)? {
            let entry = entry.map_err(text)?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(text)?;
            let needed = path == Path::new(&build.dockerfile) || path == Path::new(".dockerignore");
            if kind.is_dir() {
                // A later pattern may take something of an ignored folder back.
                open.push(path.clone());
            }
            if (ignored.has(&path) && !needed) || !(kind.is_dir() || kind.is_file() || kind.is_symlink()) {
                continue;
            }
            if kind.is_dir() {
                archive.append_dir(&path, entry.path()).map_err(text)?;
            } else {
                archive.append_path_with_name(entry.path(), &path).map_err(text)?;
            }
        }
    }
    archive
        .into_inner()
        .map_err(text)?
        .into_inner()
        .map_err(|error| error.to_string())?
        .sync_all()
        .map_err(text)
}

/// The patterns of a `.dockerignore`, in their order: the last one that fits decides. Docker's reference for
/// Dockerfiles, ".dockerignore file".
struct Ignored(Vec<(bool, globset::GlobMatcher)>);

impl Ignored {
    fn read(folder: &Path) -> Result<Self, String> {
        let file = folder.join(".dockerignore");
        let text = match output::read_bounded(&file, 1024 * 1024) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.to_string()),
        };
        let mut patterns = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (ignores, line) = match line.strip_prefix('!') {
                Some(line) => (false, line.trim()),
                None => (true, line),
            };
            let pattern = line.trim_start_matches("./").trim_matches('/');
            for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                let glob = glob.map_err(|error| format!("{}: {error}", file.display()))?;
                patterns.push((ignores, glob.compile_matcher()));
            }
        }
        Ok(Self(patterns))
    }

    fn has(&self, path: &Path) -> bool {
        self.0.iter().rev().find(|(_, glob)| glob.is_match(path)).is_some_and(|(ignores, _)| *ignores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_images_say_where_they_are_pulled_from() {
        for (image, name, registry) in [
            ("alpine", "alpine:latest", "docker.io"),
            ("aws/codebuild/standard:7.0", "public.ecr.aws/codebuild/standard:7.0", "public.ecr.aws"),
            ("localhost:5000/web", "localhost:5000/web:latest", "localhost:5000"),
            ("a.example/b@sha256:0123", "a.example/b@sha256:0123", "a.example"),
            ("octo/web:1", "octo/web:1", "docker.io"),
        ] {
            assert_eq!((pulled_as(image).as_str(), registry_of(&pulled_as(image))), (name, registry));
        }
    }

    #[test]
    fn the_context_is_sent_without_what_dockerignore_names() {
        let folder = tempfile::tempdir().unwrap();
        for file in
            ["Dockerfile", "a.log", "src/b.log", "src/main.c", "node_modules/x/y.js", "node_modules/keep.js"]
        {
            let file = folder.path().join(file);
            fs_err::create_dir_all(file.parent().unwrap()).unwrap();
            fs_err::write(file, "x").unwrap();
        }
        let rules = "# all\n*.log\nDockerfile\n/node_modules\n!node_modules/keep.js\n**/b.log\n";
        fs_err::write(folder.path().join(".dockerignore"), rules).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link")).unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let build = ImageBuild {
            context: folder.path().to_owned(),
            dockerfile: "Dockerfile".into(),
            name: "x:1".into(),
            scratch: scratch.path().to_owned(),
        };
        let file = scratch.path().join("context.tar");
        pack(&build, &file).unwrap();
        let mut archive = tar::Archive::new(fs_err::File::open(file).unwrap());
        let mut names: Vec<String> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let link = entry.link_name().unwrap().map(|link| format!(" -> {}", link.display()));
                format!("{}{}", entry.path().unwrap().display(), link.unwrap_or_default())
            })
            .filter(|name| !name.ends_with('/'))
            .collect();
        names.sort();
        let expected = [
            ".dockerignore",
            "Dockerfile",
            "link -> /etc/passwd",
            "node_modules/keep.js",
            "src",
            "src/main.c",
        ];
        assert_eq!(names, expected);
    }
}
