//! The one value handed to every handler: settings, what was sold, the clock, the faults and the call log.
//!
//! What was sold is written to disk before the answer leaves; calls and faults belong to a test run and are not.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::memory::Memory;
use super::stage::{CallLog, Faults};

/// Where the sandbox keeps its file, whom it calls, and the keys it accepts.
#[derive(Clone, Debug)]
pub struct SandboxSettings {
    /// State file; `None` keeps everything in memory only.
    pub file: Option<PathBuf>,
    /// Base of the CloudDail server that receives webhooks, e.g. `http://127.0.0.1:3000`.
    pub webhook_url: String,
    /// Folder with the mails the product "sent", one JSON file each.
    pub mail_dir: PathBuf,
    /// Base under which a browser reaches this server, for the hosted checkout.
    pub public_url: String,
    /// Sent as `verif-hash` with each Flutterwave webhook of an account that has no hash of its own.
    pub flutterwave_secret_hash: String,
    /// Accounts of Flutterwave with a hash of their own: secret key, hash.
    pub flutterwave_accounts: Vec<(String, String)>,
    /// Password of the Basic authentication of Twilio.
    pub twilio_auth_token: String,
    /// The key Telnyx accepts.
    pub telnyx_api_key: String,
    /// Secret of every client of 1GLOBAL.
    pub oneglobal_client_secret: String,
    /// The account of 1GLOBAL that is there from the start.
    pub oneglobal_account: String,
    /// Name and password with which its webhooks are sent.
    pub oneglobal_webhooks: (String, String),
}

/// A handle on the running sandbox; cheap to clone.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    settings: SandboxSettings,
    memory: Mutex<Memory>,
    calls: Mutex<CallLog>,
    faults: Mutex<Faults>,
    http: reqwest::Client,
    stop: CancellationToken,
    outbox_changed: Notify,
}

impl Sandbox {
    /// Reads the state file, if there is one. Fails when it exists and is not a sandbox state.
    pub fn open(settings: SandboxSettings, stop: CancellationToken) -> io::Result<Self> {
        let memory = match &settings.file {
            Some(file) if file.exists() => serde_json::from_slice(&fs::read(file)?).map_err(|error| {
                io::Error::other(format!("{} is not a sandbox state: {error}", file.display()))
            })?,
            _ => Memory::default(),
        };
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("CloudDail-Sandbox/1.0")
            .build()
            .map_err(io::Error::other)?;
        Ok(Self(Arc::new(Inner {
            settings,
            memory: Mutex::new(memory),
            calls: Mutex::default(),
            faults: Mutex::default(),
            http,
            stop,
            outbox_changed: Notify::new(),
        })))
    }

    pub(super) fn settings(&self) -> &SandboxSettings {
        &self.0.settings
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    /// Cancelled when the server shuts down; anything that waits must wait for this as well.
    pub(super) fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }

    /// Rung when a webhook was put into the outbox.
    pub(super) fn outbox_changed(&self) -> &Notify {
        &self.0.outbox_changed
    }

    pub(super) fn calls(&self) -> MutexGuard<'_, CallLog> {
        self.0.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at what was sold.
    pub(super) fn read<R>(&self, look: impl FnOnce(&Memory) -> R) -> R {
        look(&self.memory())
    }

    /// Changes what was sold, and returns only once the change is on disk.
    ///
    /// A disk that refuses is not something a client of a sandbox can act on: the sandbox stops answering
    /// truthfully, so it says so and ends the process rather than sell what it will forget.
    pub(super) async fn change<R, F>(&self, change: F) -> R
    where
        R: Send + 'static,
        F: FnOnce(&mut Memory) -> R + Send + 'static,
    {
        let sandbox = self.clone();
        // Blocking work, and off the request's task: a client that hangs up cannot cancel a write half-way.
        let written = tokio::task::spawn_blocking(move || {
            let mut memory = sandbox.memory();
            let result = change(&mut memory);
            if let Some(file) = &sandbox.0.settings.file {
                save(file, &memory).unwrap_or_else(|error| {
                    tracing::error!(%error, file = %file.display(), "the sandbox cannot save its state");
                    std::process::exit(1)
                });
            }
            result
        });
        match written.await {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// The wall clock plus what tests have added.
    pub(super) fn now(&self) -> DateTime<Utc> {
        let offset = TimeDelta::try_milliseconds(self.clock_offset_ms).unwrap_or_default();
        Utc::now().checked_add_signed(offset).unwrap_or_else(Utc::now)
    }
}

/// Replaces the file in one step, so that a kill leaves either the old state or the new one.
fn save(file: &Path, memory: &Memory) -> io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let draft = file.with_extension("new");
    let mut out = File::create(&draft)?;
    out.write_all(&serde_json::to_vec(memory)?)?;
    out.sync_all()?;
    fs::rename(&draft, file)?;
    File::open(folder)?.sync_all()
}
