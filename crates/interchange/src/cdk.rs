//! What `cdk synth` leaves in `cdk.out`: a manifest that names templates, assets, and assemblies of stages within it.
//! (AWS CDK, `cloud-assembly-schema`.) Templates are read as CloudFormation's; the code that made them is not looked at.

use pipeline::setup::{Body, Source};
use pipeline::text::{self, Node};
use pipeline::{Setup, Severity, Span};

use crate::paths::join;
use crate::{Error, ErrorCode, Form, Import, Note, Options, cloudformation};

/// How deep assemblies may nest, and how many stacks they may have together.
const MAX_LEVELS: usize = 8;
const MAX_STACKS: usize = 500;

/// Reads the pipelines of an assembly; nothing when the text is no manifest of one. Paths are asked of
/// [`Options::files`] from the folder of the manifest.
pub(crate) fn read(text: &str, name: &str, options: &Options<'_>) -> Result<Option<Import>, Error> {
    let manifest = text::read(text, name)?.root;
    if !is_manifest(&manifest) {
        return Ok(None);
    }
    let mut assembly = Assembly {
        options,
        around: name.rsplit_once('/').map_or("", |(folder, _)| folder),
        stacks: 0,
        import: Import {
            form: Form::Cdk,
            pipelines: Vec::new(),
            parameters: Vec::new(),
            notes: Vec::new(),
            action_types: Vec::new(),
        },
    };
    assembly.gather(&manifest, "", 0)?;
    let import = assembly.import;
    if import.pipelines.is_empty() {
        let told: String = import.notes.iter().map(|note| format!("; {}", note.message)).collect();
        let message = format!("is CDK output without a stack that has a pipeline{told}");
        return Err(Error::new(ErrorCode::NoPipeline, message).named(name));
    }
    Ok(Some(import))
}

fn is_manifest(root: &Node) -> bool {
    let kinds = ["aws:cloudformation:stack", "cdk:cloud-assembly", "cdk:tree"];
    let artifacts = root.get("artifacts").and_then(|member| member.value.map()).unwrap_or_default();
    root.get("version").is_some()
        && artifacts.iter().any(|member| kinds.contains(&scalar(&member.value, "type").unwrap_or_default()))
}

struct Assembly<'a> {
    options: &'a Options<'a>,
    /// The folder of the manifest, as the user calls it.
    around: &'a str,
    stacks: usize,
    import: Import,
}

impl Assembly<'_> {
    fn gather(&mut self, manifest: &Node, folder: &str, level: usize) -> Result<(), Error> {
        let artifacts = manifest.get("artifacts").and_then(|member| member.value.map()).unwrap_or_default();
        let mut setup = Setup::default();
        for member in artifacts {
            let properties = member.value.get("properties").map(|member| &member.value);
            let property = |key: &str| properties.and_then(|node| scalar(node, key));
            match scalar(&member.value, "type") {
                Some("cdk:asset-manifest") => {
                    if let Some(file) = property("file") {
                        self.assets(&join(folder, file), folder, &mut setup);
                    }
                }
                Some("aws:cloudformation:stack") => {
                    if let Some(file) = property("templateFile") {
                        let environment = scalar(&member.value, "environment").unwrap_or_default();
                        self.stack(&member.key, file, folder, environment, member.key_span)?;
                    }
                }
                Some("cdk:cloud-assembly") if level < MAX_LEVELS => {
                    let Some(inner) = property("directoryName") else { continue };
                    let inner = join(folder, inner);
                    let path = join(&inner, "manifest.json");
                    match (self.options.files)(&path) {
                        Some(text) => {
                            self.gather(&text::read(&text, &self.called(&path))?.root, &inner, level + 1)?
                        }
                        None => self.note(format!("{path} is not there"), Span::default()),
                    }
                }
                _ => {}
            }
        }
        for one in &mut self.import.pipelines {
            let own = std::mem::take(&mut one.setup);
            one.setup = setup.clone().merge(own);
        }
        Ok(())
    }

    fn stack(
        &mut self,
        id: &str,
        file: &str,
        folder: &str,
        environment: &str,
        span: Span,
    ) -> Result<(), Error> {
        self.stacks += 1;
        if self.stacks > MAX_STACKS {
            let message = format!("the assembly has more than {MAX_STACKS} stacks");
            return Err(Error::new(ErrorCode::TooMuch, message));
        }
        let path = join(folder, file);
        let Some(text) = (self.options.files)(&path) else {
            self.note(format!("{path}, the template of the stack {id}, is not there"), span);
            return Ok(());
        };
        if !text.contains("AWS::CodePipeline::Pipeline") && !text.contains("AWS::CloudFormation::Stack") {
            return Ok(());
        }
        // `aws://ACCOUNT/REGION`; either may be unknown.
        let (account, region) =
            environment.strip_prefix("aws://").and_then(|rest| rest.split_once('/')).unwrap_or_default();
        let known = |text: &str, otherwise: &str| {
            if text.is_empty() || text.starts_with("unknown-") {
                otherwise.to_owned()
            } else {
                text.to_owned()
            }
        };
        let files = |path: &str| (self.options.files)(&join(folder, path));
        let mut usual = self.options.usual.clone();
        usual.extend(self.options.parameters.clone());
        let options = Options {
            usual,
            account: known(account, &self.options.account),
            region: known(region, &self.options.region),
            files: &files,
            ..Options::default()
        };
        let mut import = match cloudformation::read(&text, &self.called(&path), &options) {
            Ok(import) => import,
            Err(error) if error.code == ErrorCode::NoPipeline => return Ok(()),
            Err(error) => return Err(error),
        };
        for one in &mut import.pipelines {
            one.logical_id = one.logical_id.take().map(|logical| format!("{id}/{logical}"));
            // The next synthesis writes the template again: changes belong into the code that makes it.
            one.roots = None;
            // Paths in a template start at its folder, those of a setup at that of the project.
            let around = self.called(folder);
            let codes = one.setup.functions.values_mut().map(|one| &mut one.code);
            let definitions = one.setup.state_machines.values_mut().map(|one| &mut one.definition);
            for body in codes.chain(definitions) {
                if let Some(Body::Path(path)) = body {
                    *path = join(&around, path);
                }
            }
        }
        self.import.pipelines.append(&mut import.pipelines);
        self.import.notes.append(&mut import.notes);
        self.import.action_types.append(&mut import.action_types);
        for parameter in import.parameters {
            let known = self.import.parameters.iter().any(|one| one.name == parameter.name);
            // Every stack asks for the version of the bootstrap stack; no pipeline does.
            if !known && parameter.name != "BootstrapVersion" {
                self.import.parameters.push(parameter);
            }
        }
        Ok(())
    }

    /// Files of the assembly that are published to buckets, as sources for actions that take them from there.
    fn assets(&self, path: &str, folder: &str, setup: &mut Setup) {
        let Some(text) = (self.options.files)(path) else { return };
        let Ok(read) = text::read(&text, path) else { return };
        let files = read.root.get("files").and_then(|member| member.value.map()).unwrap_or_default();
        for file in files {
            let source = file.value.get("source").map(|member| &member.value);
            let Some(source) = source.and_then(|node| scalar(node, "path")) else { continue };
            let destinations = file.value.get("destinations").and_then(|member| member.value.map());
            for destination in destinations.unwrap_or_default() {
                let place = |key: &str| {
                    scalar(&destination.value, key).map(|text| {
                        text.replace("${AWS::AccountId}", &self.options.account)
                            .replace("${AWS::Region}", &self.options.region)
                            .replace("${AWS::Partition}", "aws")
                    })
                };
                if let Some((bucket, key)) = place("bucketName").zip(place("objectKey")) {
                    let path = join(self.around, &join(folder, source));
                    let source = Source { path: Some(path), ..Source::default() };
                    setup.sources.insert(format!("{bucket}/{key}"), source);
                }
            }
        }
    }

    fn note(&mut self, message: String, span: Span) {
        let name = self.called("manifest.json");
        self.import.notes.push(Note { severity: Severity::Hint, message, name, span });
    }

    /// A file of the assembly, as the user calls it.
    fn called(&self, path: &str) -> String {
        join(self.around, path)
    }
}

fn scalar<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    Some(node.get(key)?.value.scalar()?.1)
}
