//! `sts:GetCallerIdentity` in the query protocol: who the keys belong to (AWS STS API reference).
//!
//! No other operation of the service is offered: this endpoint gives out no credentials.

use codepipeline::{Error, ErrorKind};

use crate::Keys;
use crate::refusal::{Refusal, escape};

const VERSION: &str = "2011-06-15";

/// The operation that a form or an address names.
pub(crate) fn action(query: &str, form: &[u8]) -> Option<String> {
    parameter(query, form, "Action")
}

fn parameter(query: &str, form: &[u8], wanted: &str) -> Option<String> {
    form_urlencoded::parse(form)
        .chain(form_urlencoded::parse(query.as_bytes()))
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}

/// The answer, as XML.
///
/// # Errors
/// The error for every operation but `GetCallerIdentity`.
pub(crate) fn answer(query: &str, form: &[u8], keys: &Keys, request_id: &str) -> Result<String, Refusal> {
    let action = action(query, form).unwrap_or_default();
    let version = parameter(query, form, "Version").unwrap_or_else(|| VERSION.to_owned());
    match action.as_str() {
        "GetCallerIdentity" if version == VERSION => Ok(format!(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  \
             <GetCallerIdentityResult>\n    <Arn>{}</Arn>\n    <UserId>{}</UserId>\n    <Account>{}</Account>\n  \
             </GetCallerIdentityResult>\n  <ResponseMetadata>\n    <RequestId>{}</RequestId>\n  </ResponseMetadata>\n\
             </GetCallerIdentityResponse>\n",
            escape(&keys.arn),
            escape(&keys.user_id),
            escape(&keys.account),
            escape(request_id)
        )),
        "" => Err(Refusal::new("MissingAction", 400, "The request names no Action.")),
        "AssumeRole"
        | "AssumeRoleWithSAML"
        | "AssumeRoleWithWebIdentity"
        | "AssumeRoot"
        | "DecodeAuthorizationMessage"
        | "GetAccessKeyInfo"
        | "GetDelegatedAccessToken"
        | "GetFederationToken"
        | "GetSessionToken"
        | "GetWebIdentityToken"
            if version == VERSION =>
        {
            Err(Refusal::of(
                Error::new(
                    ErrorKind::NotImplemented,
                    format!("sts:{action} is not implemented on this computer; it gives out no credentials"),
                ),
                crate::refusal::Protocol::Query,
            ))
        }
        other => Err(Refusal::new(
            "InvalidAction",
            400,
            format!(
                "Could not find operation {} for version {}",
                crate::signature::shorten(other),
                crate::signature::shorten(&version)
            ),
        )),
    }
}
