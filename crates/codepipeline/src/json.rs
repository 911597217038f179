//! The JSON form of a message (AWS JSON 1.1): timestamps are epoch seconds with the milliseconds as a fraction.
//!
//! It never knows shapes: read back, a timestamp is a number, which [`crate::from_value`] puts right.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::{Error, ErrorKind, Value};

/// The bytes of a message.
///
/// # Errors
/// None for values made from the contract's shapes; [`ErrorKind::Serialization`] otherwise.
pub fn encode(value: &Value) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(&Written(value)).map_err(refused)
}

/// The message in these bytes. No bytes at all are an empty structure.
///
/// # Errors
/// [`ErrorKind::Serialization`] for anything but one JSON document nested less than 128 deep.
pub fn decode(bytes: &[u8]) -> Result<Value, Error> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Value::Map(Vec::new()));
    }
    serde_json::from_slice::<Read>(bytes).map(|read| read.0).map_err(refused)
}

fn refused(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Serialization, error.to_string())
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
            Value::Timestamp(time) => serializer.serialize_f64(time.epoch_seconds()),
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

/// A value that has been read.
struct Read(Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

/// Reads whatever comes.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Double(value as f64), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(Read(element)) = access.next_element()? {
            elements.push(element);
        }
        Ok(Value::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Read(value))) = access.next_entry()? {
            entries.push((key, value));
        }
        Ok(Value::map(entries))
    }
}
