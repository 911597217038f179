//! What the owner of a data folder holds: the engine, the places, who listens, and the doors. The commands of the
//! contract are answered over it (`answers`).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use codepipeline::Call;
use engine::Engine;
use store::owner::OwnerInfo;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::contract::Failure;
use crate::door::{Served, Sessions};
use crate::feed::Listeners;
use crate::places::Places;
use crate::poll::Watched;
use crate::projects::Answered;

/// The account that this computer plays: AWS's own example account.
pub(crate) const ACCOUNT: &str = "111122223333";
/// The Region that this computer plays.
pub(crate) const REGION: &str = "us-east-1";

/// Everything that the owner of a data folder holds.
pub(crate) struct Desk {
    /// Itself, for what goes on when a command has been answered.
    pub me: Weak<Self>,
    pub data: PathBuf,
    pub face: &'static str,
    pub folder: PathBuf,
    pub open: Option<PathBuf>,
    pub engine: Engine,
    pub places: Arc<Places>,
    /// What their accounts said about CodeBuild projects.
    pub projects: Answered,
    pub listeners: Arc<Listeners>,
    pub sessions: Sessions,
    /// What `owner.json` says.
    pub info: Mutex<OwnerInfo>,
    pub lock: store::Owner,
    pub served: tokio::sync::Mutex<Option<Served>>,
    pub closing: CancellationToken,
    pub tasks: TaskTracker,
    /// What somebody looks at in other places, for polling.
    pub watched: Watched,
}

impl Desk {
    /// A call by this computer's user through one of the faces.
    pub fn call(&self) -> Call {
        self.engine.call(concat!("pipesmith/", env!("CARGO_PKG_VERSION")))
    }

    /// A copy of what `owner.json` says.
    pub fn info(&self) -> OwnerInfo {
        self.info.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what `owner.json` says.
    pub fn publish(&self, change: impl FnOnce(&mut OwnerInfo)) -> Result<(), Failure> {
        let mut info = self.info.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut info);
        Ok(self.lock.publish(&info)?)
    }

    /// Keeps a JSON document, or removes it.
    pub async fn keep(&self, collection: &str, key: &str, value: Option<String>) -> Result<(), Failure> {
        Ok(self.engine.store().put_document(collection, key, value).await?)
    }

    /// Ends everything and leads nobody here any more; the lock falls when the last clone of the engine goes, which a
    /// process that ends need not wait for.
    pub async fn close(&self) {
        self.closing.cancel();
        self.listeners.close();
        self.engine.close().await;
        self.tasks.close();
        let _ = tokio::time::timeout(std::time::Duration::from_secs(3), self.tasks.wait()).await;
        *self.served.lock().await = None;
        self.lock.withdraw();
    }
}
