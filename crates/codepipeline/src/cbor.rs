//! The CBOR form of a message (Smithy RPC v2): timestamps are epoch seconds under tag 1.
//!
//! It never knows shapes.

use ciborium::tag::Required;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::{Error, ErrorKind, Timestamp, Value};

/// How deep a message may be nested: far deeper than the model goes, shallow enough for any stack.
const DEPTH: usize = 128;

/// The tag of epoch seconds (RFC 8949, section 3.4.2).
const EPOCH_SECONDS: u64 = 1;

/// The bytes of a message.
///
/// # Errors
/// None for values made from the contract's shapes; [`ErrorKind::Serialization`] otherwise.
pub fn encode(value: &Value) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    ciborium::into_writer(&Written(value), &mut bytes).map_err(|error| refused(&error))?;
    Ok(bytes)
}

/// The message in these bytes. No bytes at all are an empty structure.
///
/// # Errors
/// [`ErrorKind::Serialization`] for anything but one CBOR item without byte strings, with text for keys and nested
/// less than 128 deep.
pub fn decode(mut bytes: &[u8]) -> Result<Value, Error> {
    if bytes.is_empty() {
        return Ok(Value::Map(Vec::new()));
    }
    let item: ciborium::Value =
        ciborium::de::from_reader_with_recursion_limit(&mut bytes, DEPTH).map_err(|error| refused(&error))?;
    if !bytes.is_empty() {
        return Err(refused(&"there is something after the message"));
    }
    read(item)
}

fn refused(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Serialization, error.to_string())
}

fn read(item: ciborium::Value) -> Result<Value, Error> {
    Ok(match item {
        ciborium::Value::Null => Value::Null,
        ciborium::Value::Bool(value) => Value::Bool(value),
        ciborium::Value::Integer(value) => {
            let wide = i128::from(value);
            i64::try_from(wide).map_or(Value::Double(wide as f64), Value::Integer)
        }
        ciborium::Value::Float(value) => Value::Double(value),
        ciborium::Value::Text(value) => Value::String(value),
        ciborium::Value::Tag(EPOCH_SECONDS, seconds) => {
            let time = match *seconds {
                ciborium::Value::Integer(seconds) => i64::try_from(i128::from(seconds))
                    .ok()
                    .and_then(|seconds| Value::Integer(seconds).as_timestamp()),
                ciborium::Value::Float(seconds) => Timestamp::from_epoch_seconds(seconds),
                _ => None,
            };
            Value::Timestamp(time.ok_or_else(|| refused(&"tag 1 holds no point in time"))?)
        }
        ciborium::Value::Array(elements) => {
            Value::List(elements.into_iter().map(read).collect::<Result<_, _>>()?)
        }
        ciborium::Value::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| match key {
                ciborium::Value::Text(key) => Ok((key, read(value)?)),
                _ => Err(refused(&"the key of a map is not a text")),
            });
            Value::map(entries.collect::<Result<_, _>>()?)
        }
        _ => return Err(refused(&"the message holds an item the service does not know")),
    })
}

/// A value in the act of being written.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(value) => serializer.serialize_i64(*value),
            Value::Double(value) => serializer.serialize_f64(*value),
            Value::String(value) => serializer.serialize_str(value),
            Value::Timestamp(time) => {
                Required::<f64, EPOCH_SECONDS>(time.epoch_seconds()).serialize(serializer)
            }
            Value::List(elements) => serializer.collect_seq(elements.iter().map(Written)),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, &Written(value))?;
                }
                map.end()
            }
        }
    }
}
