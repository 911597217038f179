//! What a listing's answer says, in JSON or XML.

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

use super::Named;
use super::listings::Listing;

/// A page of an answer.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub names: Vec<Named>,
    /// How to go on.
    pub next: Option<String>,
}

/// Reads a page; nothing when it is not what the service answers.
pub(super) fn read(listing: &Listing, text: &str) -> Option<Page> {
    let mut page = if listing.is_xml() { read_xml(listing, text)? } else { read_json(listing, text)? };
    page.next = page.next.filter(|next| !next.is_empty());
    if listing.last_part {
        for named in &mut page.names {
            if let Some((_, last)) = named.value.rsplit_once('/') {
                named.value = last.to_owned();
            }
        }
    }
    page.names.retain(|named| !named.value.is_empty());
    Some(page)
}

fn read_json(listing: &Listing, text: &str) -> Option<Page> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let answer = answer.as_object()?;
    let text_of = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
    // A service leaves out a list that is empty.
    let items = answer.get(listing.list).and_then(Value::as_array);
    let names = items.into_iter().flatten().filter_map(|item| {
        if listing.value.is_empty() {
            return item.as_str().map(|value| Named { value: value.to_owned(), name: None });
        }
        Some(Named { value: text_of(item, listing.value)?, name: text_of(item, listing.name) })
    });
    let next = answer.get(listing.next.0).and_then(Value::as_str).map(str::to_owned);
    Some(Page { names: names.collect(), next })
}

/// Items are the elements named `list`; their own children, not those further down, are their members.
fn read_xml(listing: &Listing, text: &str) -> Option<Page> {
    let mut reader = Reader::from_str(text);
    let mut page = Page::default();
    let mut path: Vec<String> = Vec::new();
    // How deep the item is that is being read, and what is known of it.
    let mut item: Option<(usize, Option<String>, Option<String>)> = None;
    let mut said = String::new();
    let mut elements = 0_usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                elements += 1;
                path.push(start.local_name().as_ref().to_owned());
                said.clear();
                if item.is_none() && path.last().is_some_and(|name| name == listing.list) {
                    item = Some((path.len(), None, None));
                }
            }
            Event::Text(text) => said.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => said.push_str(&resolved(&reference)?),
            Event::End(_) => {
                let name = path.pop()?;
                let depth = path.len() + 1;
                match &mut item {
                    Some((at, value, _)) if depth == *at + 1 && name == listing.value => {
                        *value = Some(said.clone())
                    }
                    Some((at, _, label)) if depth == *at + 1 && name == listing.name => {
                        *label = Some(said.clone())
                    }
                    Some((at, value, label)) if depth == *at => {
                        if let Some(value) = value.take() {
                            page.names.push(Named { value, name: label.take() });
                        }
                        item = None;
                    }
                    None if name == listing.next.0 => page.next = Some(said.clone()),
                    _ => {}
                }
                said.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (elements > 0 && path.is_empty()).then_some(page)
}

/// `&amp;`, `&#39;`: the text that a reference stands for.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::listings::LISTINGS;
    use super::*;

    fn page(kind: &str, text: &str) -> Option<Page> {
        read(LISTINGS.iter().find(|listing| listing.kind == kind).unwrap(), text)
    }

    fn values(page: &Page) -> Vec<&str> {
        page.names.iter().map(|named| named.value.as_str()).collect()
    }

    #[test]
    fn texts_members_and_arns_of_json() {
        let projects = page("build-project", r#"{"projects":["api","web"],"nextToken":"n"}"#).unwrap();
        assert_eq!((values(&projects), projects.next.as_deref()), (vec!["api", "web"], Some("n")));
        let services =
            page("ecs-service", r#"{"serviceArns":["arn:aws:ecs:r:1:service/live/web"]}"#).unwrap();
        assert_eq!(values(&services), ["web"]);
        let connections =
            page("connection", r#"{"Connections":[{"ConnectionArn":"arn:x","ConnectionName":"hub"}]}"#)
                .unwrap();
        assert_eq!(connections.names, [Named { value: "arn:x".into(), name: Some("hub".into()) }]);
        assert!(values(&page("eks-cluster", "{}").unwrap()).is_empty());
        assert!(page("build-project", "<html/>").is_none());
    }

    #[test]
    fn an_items_own_members_of_xml() {
        let roles = page(
            "role",
            "<ListRolesResponse><ListRolesResult><IsTruncated>true</IsTruncated><Marker>m</Marker><Roles><member>
             <RoleName>a&amp;b</RoleName><Arn>arn:1</Arn><Tags><member><Arn>not this</Arn></member></Tags></member>
             </Roles></ListRolesResult></ListRolesResponse>",
        )
        .unwrap();
        assert_eq!(roles.names, [Named { value: "arn:1".into(), name: Some("a&b".into()) }]);
        assert_eq!(roles.next.as_deref(), Some("m"));
        let buckets = page(
            "bucket",
            "<ListAllMyBucketsResult><Owner><Name>me</Name></Owner><Buckets><Bucket><Name>site</Name></Bucket></Buckets></ListAllMyBucketsResult>",
        )
        .unwrap();
        assert_eq!(values(&buckets), ["site"]);
        assert!(page("bucket", "not xml").is_none());
        assert!(page("bucket", "<a><b>").is_none());
    }
}
