//! The properties of a pipeline resource as a declaration: the same tree with the API's names, and what the two have
//! differently. (AWS CloudFormation resource reference, `AWS::CodePipeline::Pipeline`.)

use pipeline::Span;
use pipeline::text::{Content, Kind, Member, Node};

use crate::Error;

/// Properties of the resource that are no part of the declaration.
const BESIDE: &[&str] = &["DisableInboundStageTransitions", "RestartExecutionOnUpdate", "Tags"];

/// The declaration that the worked-out properties make. `name` is that of a pipeline whose template gives none,
/// `span` the place of the resource's id.
pub(super) fn declaration(properties: Node, name: String, span: Span) -> Result<Node, Error> {
    let all = properties.span;
    let Content::Map(members) = properties.content else {
        return Err(Error::invalid("the properties of a pipeline are a map").at(all));
    };
    let mut declared = Vec::with_capacity(members.len() + 1);
    if !members.iter().any(|member| member.key == "Name" && !member.value.is_null()) {
        let value = Node { content: Content::Scalar(Kind::Text, name), span };
        declared.push(Member { key: "name".into(), key_span: span, value });
    }
    for mut member in members {
        if BESIDE.contains(&member.key.as_str()) {
            continue;
        }
        if member.key == "ArtifactStores" {
            member.value = by_region(member.value)?;
            member.key = "artifactStores".into();
            declared.push(member);
            continue;
        }
        declared.push(renamed(member)?);
    }
    Ok(Node { content: Content::Map(declared), span: all })
}

fn renamed(member: Member) -> Result<Member, Error> {
    let Member { key, key_span, value } = member;
    let mut letters = key.chars();
    let first = letters.next().filter(char::is_ascii_uppercase);
    let Some(first) = first else {
        let message = format!("`{key}` is no property here: CloudFormation's begin with a capital letter");
        return Err(Error::invalid(message).at(key_span));
    };
    let renamed = format!("{}{}", first.to_ascii_lowercase(), letters.as_str());
    // The keys of a configuration are the action's own.
    let value = if key == "Configuration" { value } else { shape(value)? };
    Ok(Member { key: renamed, key_span, value })
}

fn shape(node: Node) -> Result<Node, Error> {
    let content = match node.content {
        Content::List(items) => Content::List(items.into_iter().map(shape).collect::<Result<_, _>>()?),
        Content::Map(members) => Content::Map(members.into_iter().map(renamed).collect::<Result<_, _>>()?),
        content => content,
    };
    Ok(Node { content, span: node.span })
}

/// The list of stores with their regions as a map of stores by region.
fn by_region(stores: Node) -> Result<Node, Error> {
    let span = stores.span;
    let Content::List(items) = stores.content else {
        return Err(Error::invalid("`ArtifactStores` is a list").at(span));
    };
    let mut regions: Vec<Member> = Vec::with_capacity(items.len());
    for item in items {
        let region = item.get("Region").and_then(|member| member.value.scalar());
        let (Some((_, region)), Some(store)) = (region, item.get("ArtifactStore")) else {
            return Err(
                Error::invalid("each of `ArtifactStores` has `Region` and `ArtifactStore`").at(item.span)
            );
        };
        if regions.iter().any(|known| known.key == region) {
            return Err(Error::invalid(format!("`ArtifactStores` has `{region}` twice")).at(item.span));
        }
        let value = shape(store.value.clone())?;
        regions.push(Member { key: region.to_owned(), key_span: store.key_span, value });
    }
    Ok(Node { content: Content::Map(regions), span })
}
