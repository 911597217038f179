//! AWS Signature Version 4, checked by signing the same request again and comparing (AWS IAM user guide, "Signature
//! Version 4"). The texts are those of the services.
//!
//! It knows the issued keys only as an argument and never a clock: the time of arrival comes with the call.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::request::Parts;
use codepipeline::{Error, ErrorKind, Timestamp};
use subtle::ConstantTimeEq;

use crate::Keys;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// How far a client's clock may be off.
const SKEW: i64 = 5 * 60 * 1000;
/// How long a presigned request lives at most.
const LONGEST: i64 = 15 * 60 * 1000;
/// Longer texts of an unknown caller are not repeated in answers and records.
const ECHO: usize = 128;

/// What a request says about its signature; nothing of it is proven.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The id of the key.
    pub(crate) key_id: String,
    /// The service in the credential scope: it decides who answers.
    pub(crate) service: String,
    pub(crate) region: String,
    /// `YYYYMMDD` of the scope.
    date: String,
    /// The signed headers, lower case, as the request lists them.
    signed: Vec<String>,
    signature: String,
    pub(crate) token: Option<String>,
    /// The time of signing, as it was written.
    written: String,
    time: Timestamp,
    /// How many seconds the request is good for, where it was signed in its address.
    expires: Option<u64>,
}

/// Reads what the request says about its signature: in the header `Authorization`, or in its address.
pub(crate) fn claim(parts: &Parts) -> Result<Claim, Error> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let header = headers.next();
    let query = parts.uri.query().unwrap_or_default();
    let presigned = is_presigned(query);
    match (header, presigned) {
        (None, false) => {
            Err(Error::new(ErrorKind::MissingAuthenticationToken, "Missing Authentication Token"))
        }
        (Some(_), true) => Err(incomplete(
            "Only one of the Authorization header and the X-Amz-Signature parameter may sign a request.",
        )),
        (None, true) => in_address(query),
        (Some(value), false) => {
            if headers.next().is_some() {
                return Err(incomplete("The request has more than one Authorization header."));
            }
            in_header(parts, value.to_str().unwrap_or_default())
        }
    }
}

/// Whether a query carries a signature.
pub(crate) fn is_presigned(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes())
        .any(|(name, _)| name == "X-Amz-Signature" || name == "X-Amz-Algorithm")
}

fn in_header(parts: &Parts, header: &str) -> Result<Claim, Error> {
    let (algorithm, rest) = header.split_once([' ', '\t']).unwrap_or((header, ""));
    if algorithm != ALGORITHM {
        return Err(incomplete(format!("Unsupported AWS 'algorithm': '{}'.", shorten(algorithm))));
    }
    let (mut credential, mut signed, mut signature) = (None, None, None);
    for pair in rest.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let Some((key, value)) = pair.split_once('=') else {
            return Err(incomplete(format!(
                "'{}' not a valid key=value pair (missing equal-sign) in Authorization header.",
                shorten(pair)
            )));
        };
        let slot = match key.trim() {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed,
            "Signature" => &mut signature,
            _ => continue,
        };
        if slot.replace(value.trim().to_owned()).is_some() {
            return Err(incomplete(format!(
                "Authorization header has more than one '{}' parameter.",
                key.trim()
            )));
        }
    }
    let written = header_text(parts, "x-amz-date").map(str::to_owned);
    let mut missing = String::new();
    for (name, absent) in [
        ("Credential", credential.is_none()),
        ("Signature", signature.is_none()),
        ("SignedHeaders", signed.is_none()),
    ] {
        if absent {
            missing.push_str(&format!("Authorization header requires '{name}' parameter. "));
        }
    }
    if written.is_none() {
        missing.push_str(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        );
    }
    let (Some(credential), Some(signed), Some(signature), Some(written)) =
        (credential, signed, signature, written)
    else {
        return Err(incomplete(missing.trim_end()));
    };
    let token = header_text(parts, "x-amz-security-token").map(str::to_owned);
    assemble(&credential, &signed, signature, written, token, None)
}

fn in_address(query: &str) -> Result<Claim, Error> {
    let take = |wanted: &str| -> Result<Option<String>, Error> {
        let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted);
        let first = found.next().map(|(_, value)| value.into_owned());
        match found.next() {
            None => Ok(first),
            Some(_) => Err(incomplete(format!("The request has more than one '{wanted}' parameter."))),
        }
    };
    let need = |wanted: &str| {
        take(wanted)?
            .ok_or_else(|| incomplete(format!("AWS query-string parameters must include '{wanted}'.")))
    };
    let algorithm = need("X-Amz-Algorithm")?;
    if algorithm != ALGORITHM {
        return Err(incomplete(format!("Unsupported AWS 'algorithm': '{}'.", shorten(&algorithm))));
    }
    let expires = need("X-Amz-Expires")?;
    let seconds = expires
        .parse::<u64>()
        .map_err(|_| incomplete(format!("'{}' is not a valid X-Amz-Expires.", shorten(&expires))))?;
    assemble(
        &need("X-Amz-Credential")?,
        &need("X-Amz-SignedHeaders")?,
        need("X-Amz-Signature")?,
        need("X-Amz-Date")?,
        take("X-Amz-Security-Token")?,
        Some(seconds),
    )
}

fn assemble(
    credential: &str,
    signed: &str,
    signature: String,
    written: String,
    token: Option<String>,
    expires: Option<u64>,
) -> Result<Claim, Error> {
    let scope: Vec<&str> = credential.split('/').collect();
    let [key_id, date, region, service, end] = scope[..] else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got: '{}'",
            shorten(credential)
        )));
    };
    if end != "aws4_request" {
        return Err(mismatch(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'.",
            shorten(end)
        )));
    }
    let time = read_time(&written).ok_or_else(|| {
        incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
            shorten(&written)
        ))
    })?;
    Ok(Claim {
        key_id: shorten(key_id).to_owned(),
        service: shorten(service).to_owned(),
        region: region.to_owned(),
        date: date.to_owned(),
        signed: signed.split(';').map(str::to_owned).collect(),
        signature,
        token,
        written,
        time,
        expires,
    })
}

impl Claim {
    /// Proves that the request was signed with these keys, for this region, lately, and as it arrived.
    ///
    /// # Errors
    /// `UnrecognizedClient` for another key or token, else `InvalidSignature`.
    pub(crate) fn verify(
        &self,
        parts: &Parts,
        body: &[u8],
        keys: &Keys,
        regions: &[&str],
        now: Timestamp,
    ) -> Result<(), Error> {
        // Ids are public; the token is a secret and is compared without telling how much of it fits.
        let token = self.token.as_deref().unwrap_or_default().as_bytes();
        let expected = keys.session_token.as_deref().unwrap_or_default().as_bytes();
        if self.key_id != keys.access_key_id || !bool::from(token.ct_eq(expected)) {
            return Err(Error::new(
                ErrorKind::UnrecognizedClient,
                "The security token included in the request is invalid.",
            ));
        }
        if !regions.contains(&self.region.as_str()) {
            return Err(mismatch(format!(
                "Credential should be scoped to a valid region, not '{}'.",
                shorten(&self.region)
            )));
        }
        let day = self.written.get(..8).unwrap_or_default();
        if self.date != day {
            return Err(mismatch(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != \
                 '{day}', from '{}'.",
                shorten(&self.date),
                self.written
            )));
        }
        self.verify_time(now)?;
        self.verify_coverage(parts)?;
        let expected = self.sign_again(parts, body, keys).ok_or_else(different)?;
        if bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes())) {
            Ok(())
        } else {
            Err(different())
        }
    }

    fn verify_time(&self, now: Timestamp) -> Result<(), Error> {
        let life = match self.expires {
            None => SKEW,
            Some(seconds) => i64::try_from(seconds).unwrap_or(LONGEST).saturating_mul(1000).min(LONGEST),
        };
        let (now, then) = (now.millis(), self.time.millis());
        if then < now - life {
            return Err(mismatch(format!(
                "Signature expired: {} is now earlier than {} ({} - {}.)",
                self.written,
                write_time(now - life),
                write_time(now),
                if life % 60_000 == 0 {
                    format!("{} min", life / 60_000)
                } else {
                    format!("{} s", life / 1000)
                },
            )));
        }
        if then > now + SKEW {
            return Err(mismatch(format!(
                "Signature not yet current: {} is still later than {} ({} + {} min.)",
                self.written,
                write_time(now + SKEW),
                write_time(now),
                SKEW / 60_000
            )));
        }
        Ok(())
    }

    /// What decides about a call must be signed: where it goes and, when there, its target, type and date.
    fn verify_coverage(&self, parts: &Parts) -> Result<(), Error> {
        let is_signed = |name: &str| self.signed.iter().any(|signed| signed == name);
        if !is_signed("host") {
            return Err(mismatch(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
            ));
        }
        for name in ["x-amz-target", "x-amz-date"] {
            if parts.headers.contains_key(name) && !is_signed(name) {
                return Err(mismatch(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")));
            }
        }
        Ok(())
    }

    /// The signature that these keys give for the request; nothing when it cannot be signed at all.
    fn sign_again(&self, parts: &Parts, body: &[u8], keys: &Keys) -> Option<String> {
        let mut headers = Vec::with_capacity(self.signed.len());
        for name in &self.signed {
            let mut values = parts.headers.get_all(name.as_str()).iter().peekable();
            values.peek()?;
            for value in values {
                headers.push((name.as_str(), std::str::from_utf8(value.as_bytes()).ok()?));
            }
        }
        let mut settings = SigningSettings::default();
        // Only what the request lists as signed is handed over; the signer shall leave out nothing of it.
        settings.excluded_headers = None;
        if let Some(seconds) = self.expires {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(seconds));
        }
        // The session token is in the request already, as a header or a parameter; the signer shall not add it.
        let identity = Credentials::new(
            keys.access_key_id.as_str(),
            keys.secret_access_key.as_str(),
            None,
            None,
            "pipesmith",
        )
        .into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(&self.service)
            .time(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(self.time.millis()).ok()?))
            .settings(settings)
            .build()
            .ok()?
            .into();
        let host = parts.headers.get(HOST)?.to_str().ok()?;
        let address = format!("http://{host}{}{}", parts.uri.path(), self.unsigned_query(parts.uri.query()));
        let request = SignableRequest::new(
            parts.method.as_str(),
            address,
            headers.into_iter(),
            SignableBody::Bytes(body),
        )
        .ok()?;
        Some(sign(request, &params).ok()?.into_parts().1)
    }

    /// The query without the parameters that the signer adds itself.
    fn unsigned_query(&self, query: Option<&str>) -> String {
        let Some(query) = query else { return String::new() };
        let own = |pair: &&str| {
            self.expires.is_none()
                || !form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| {
                    matches!(
                        name.as_ref(),
                        "X-Amz-Algorithm"
                            | "X-Amz-Credential"
                            | "X-Amz-Date"
                            | "X-Amz-Expires"
                            | "X-Amz-SignedHeaders"
                            | "X-Amz-Signature"
                    )
                })
        };
        let kept: Vec<&str> = query.split('&').filter(own).collect();
        if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
    }
}

fn incomplete(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::IncompleteSignature, message)
}

pub(crate) fn mismatch(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidSignature, message)
}

fn different() -> Error {
    mismatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details.",
    )
}

fn header_text<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name).and_then(|value| value.to_str().ok())
}

/// The beginning of a text that somebody unknown sent.
pub(crate) fn shorten(text: &str) -> &str {
    match text.char_indices().nth(ECHO) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// `20261123T102100Z` and nothing looser.
fn read_time(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let plain = bytes.len() == 16
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 => *byte == b'T',
            15 => *byte == b'Z',
            _ => byte.is_ascii_digit(),
        });
    if !plain {
        return None;
    }
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(Timestamp(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond()))
}

fn write_time(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis)
        .map(|time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default()
}
