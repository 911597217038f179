//! Declarations as they are on the wire: creating, updating and reading a pipeline without losing members that are
//! newer than the SDK.
//!
//! The SDK writes and reads only the members it knows; a declaration that went through its types and back would come
//! out poorer, and with `UpdatePipeline` the loss would be in the user's account. So the body of these calls is the
//! caller's own, put in place before it is signed, and the answer is what came. The SDK still does the rest:
//! endpoint, credentials, signature, retries, errors.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_codepipeline::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
};
use aws_sdk_codepipeline::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_codepipeline::error::BoxError;
use aws_smithy_types::body::SdkBody;
use codepipeline::{Call, Error, ErrorKind, Operation, Value, json};

use crate::Remote;
use crate::sdk::refused;

impl Remote {
    /// Makes a call with this JSON body and gives the answer's body; empty for an operation that answers nothing.
    ///
    /// `CreatePipeline`, `UpdatePipeline` and `GetPipeline` carry both bodies as they are, and it is the service that
    /// judges them. The other operations go through the contract's shapes.
    ///
    /// # Errors
    /// The service's own; `SerializationException` for a body that is no JSON object, and `ValidationException` for
    /// one that does not fit the contract, before anything is sent; for the ways not to get an answer see the
    /// contract over this account.
    pub async fn call(&self, operation: Operation, call: &Call, body: &[u8]) -> Result<Vec<u8>, Error> {
        let raw = [Operation::CreatePipeline, Operation::UpdatePipeline, Operation::GetPipeline];
        let input = json::decode(body)?;
        if !raw.contains(&operation) {
            let output = codepipeline::dispatch(self, operation, call, input).await?;
            return output.map_or_else(|| Ok(Vec::new()), |output| json::encode(&output));
        }
        if !matches!(input, Value::Map(_)) {
            return Err(Error::new(ErrorKind::Serialization, "The request's body is no JSON object"));
        }
        let (carrier, client) = (Carrier::new(body), &self.client);
        let carried = carrier.clone();
        let sent = match operation {
            Operation::CreatePipeline => {
                let request = client.create_pipeline().customize().interceptor(carried);
                request.send().await.map(drop).map_err(refused)
            }
            Operation::UpdatePipeline => {
                let request = client.update_pipeline().customize().interceptor(carried);
                request.send().await.map(drop).map_err(refused)
            }
            _ => {
                let request = client.get_pipeline().customize().interceptor(carried);
                request.send().await.map(drop).map_err(refused)
            }
        };
        sent?;
        carrier.answer().ok_or_else(|| {
            Error::new(ErrorKind::InternalFailure, format!("the service's answer to {operation} has no body"))
        })
    }
}

/// Puts a body into a request, and keeps the body of its answer. Clones share the answer.
#[derive(Clone)]
struct Carrier {
    body: Arc<[u8]>,
    answer: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Carrier {
    fn new(body: &[u8]) -> Self {
        Self { body: body.into(), answer: Arc::default() }
    }

    fn answer(&self) -> Option<Vec<u8>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Never shows the bodies: a declaration may hold a token.
impl std::fmt::Debug for Carrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carrier").finish_non_exhaustive()
    }
}

impl Intercept for Carrier {
    fn name(&self) -> &'static str {
        "RawBody"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        *request.body_mut() = SdkBody::from(self.body.to_vec());
        request.headers_mut().insert("content-length", self.body.len().to_string());
        Ok(())
    }

    // Only here the SDK has read the body into memory.
    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answer = context.response().body().bytes().map(<[u8]>::to_vec);
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        Ok(())
    }
}
