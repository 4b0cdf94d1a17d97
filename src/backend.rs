//! The one value handed to everything on the server: database pools, providers, clock, seals, caches.
//!
//! `begin(scope)` is the only way to a tenant's rows: it opens a transaction and tells row-level security whose rows
//! they are. `begin_system()` looks across resellers and is for jobs, the resolver of hosts and the console.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::{PgPool, Postgres, Transaction};

use crate::{
    domain::scope::Scope,
    providers::{
        account::Account, agents::AgentProvider, calls::CallProvider, dns::Dns, esims::EsimProvider,
        lines::LineProvider, mail::Mailer, messages::MessageProvider, numbers::NumberProvider,
        payments::PaymentProvider, sign_in::SignInProvider, watch::Watch, webhooks::WebhookSender,
    },
};

mod clock;
mod hosts;
mod seal;

pub use clock::Clock;
pub use hosts::Hosts;
pub use seal::{Seal, SealError, SealKeys};

/// A transaction of one scope.
pub type Tx = Transaction<'static, Postgres>;

/// The vendors in use, each behind its trait.
#[derive(Clone)]
pub struct Providers {
    /// Vendors of numbers, all asked at once; which one comes first among equals operators decide.
    pub numbers: Vec<Arc<dyn NumberProvider>>,
    /// Vendors of messages and of calls: each carries those of its own numbers.
    pub messages: Vec<Arc<dyn MessageProvider>>,
    pub calls: Vec<Arc<dyn CallProvider>>,
    /// Whose AI agents answer calls; `None` where no key is given.
    pub agents: Option<Arc<dyn AgentProvider>>,
    pub esims: Arc<dyn EsimProvider>,
    /// Vendors of companies' lines, the one for new lines first.
    pub lines: Vec<Arc<dyn LineProvider>>,
    /// Every vendor with a catalogue of data plans, that of the shop's own eSIMs among them.
    pub catalogues: Vec<Arc<dyn EsimProvider>>,
    pub payments: Arc<dyn PaymentProvider>,
    pub mail: Arc<dyn Mailer>,
    /// Our accounts at those that have keys.
    pub accounts: Vec<Arc<dyn Account>>,
    /// How they behave.
    pub watch: Arc<Watch>,
    pub dns: Arc<dyn Dns>,
    pub webhooks: Arc<dyn WebhookSender>,
    /// Companies' own identity providers.
    pub sign_in: Arc<dyn SignInProvider>,
}

impl Providers {
    /// The vendor a number is at, or is ordered from; `None` when it is not in use any more.
    pub fn number(&self, name: &str) -> Option<&Arc<dyn NumberProvider>> {
        self.numbers.iter().find(|provider| provider.name() == name)
    }

    /// The word of the vendor whose price list stands for numbers in examples.
    pub fn usual_numbers(&self) -> &'static str {
        self.numbers.first().map_or("", |vendor| vendor.name())
    }

    /// Who carries messages of numbers at this vendor; `None` when nobody does.
    pub fn message(&self, name: &str) -> Option<&Arc<dyn MessageProvider>> {
        self.messages.iter().find(|provider| provider.name() == name)
    }

    /// Who carries calls of numbers at this vendor; `None` when nobody does.
    pub fn call(&self, name: &str) -> Option<&Arc<dyn CallProvider>> {
        self.calls.iter().find(|provider| provider.name() == name)
    }

    /// The words of the vendors that carry messages.
    pub fn message_vendors(&self) -> Vec<String> {
        self.messages
            .iter()
            .map(|vendor| vendor.name().to_owned())
            .collect()
    }

    /// The vendor a line is at; `None` when it is not in use any more.
    pub fn line(&self, name: &str) -> Option<&Arc<dyn LineProvider>> {
        self.lines.iter().find(|provider| provider.name() == name)
    }

    /// The words of the vendors lines can be bought from.
    pub fn line_vendors(&self) -> Vec<String> {
        self.lines.iter().map(|vendor| vendor.name().to_owned()).collect()
    }
}

/// What addresses of our own pages look like.
#[derive(Clone, Debug)]
pub struct PublicAddress {
    /// `http` on a laptop, `https` behind a proxy. Cookies are `Secure` exactly when it is `https`.
    pub scheme: String,
    /// Port in addresses, when it is not the scheme's own.
    pub port: Option<u16>,
}

impl PublicAddress {
    /// Address of `path` on `host`.
    pub fn url(&self, host: &str, path: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}{path}", self.scheme),
            None => format!("{}://{host}{path}", self.scheme),
        }
    }

    /// True when pages are served over TLS.
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }
}

/// Pools, providers, clock, seals and caches. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    app: PgPool,
    worker: PgPool,
    pub providers: Providers,
    pub clock: Clock,
    pub seal: Arc<Seal>,
    pub address: PublicAddress,
    pub hosts: Arc<Hosts>,
    pub caches: Arc<crate::domain::Caches>,
    pub password_permits: Arc<tokio::sync::Semaphore>,
    /// The platform's own bank account: payouts leave it, floats are paid into it. `None` until it is set.
    pub bank_account: Option<crate::domain::settlement::export_payouts::Debtor>,
}

impl Backend {
    /// Wires a backend. `app` connects as the role that cannot bypass row-level security, `worker` as the one that
    /// may look across resellers.
    pub fn new(
        app: PgPool,
        worker: PgPool,
        providers: Providers,
        clock: Clock,
        seal: Seal,
        address: PublicAddress,
    ) -> Self {
        Self {
            app,
            worker,
            providers,
            clock,
            seal: Arc::new(seal),
            address,
            hosts: Arc::default(),
            caches: Arc::default(),
            // Argon2id takes 19 MiB and a core for tens of milliseconds: as many at once as there are cores.
            password_permits: Arc::new(tokio::sync::Semaphore::new(
                std::thread::available_parallelism().map_or(2, usize::from),
            )),
            bank_account: None,
        }
    }

    /// The same backend, with the platform's bank account.
    #[must_use]
    pub fn with_bank_account(
        mut self,
        account: Option<crate::domain::settlement::export_payouts::Debtor>,
    ) -> Self {
        self.bank_account = account;
        self
    }

    /// The same with the platform's own names; without, those of a laptop.
    #[must_use]
    pub fn with_hosts(self, hosts: Hosts) -> Self {
        Self {
            hosts: Arc::new(hosts),
            ..self
        }
    }

    /// Opens a transaction that sees the scope's reseller and nothing else. Its statements find rows by their keys, so
    /// each is planned once per connection: planning the ledger's statements anew costs as much as running them.
    pub async fn begin(&self, scope: &impl Scope) -> Result<Tx, sqlx::Error> {
        self.begin_planned(scope, "force_generic_plan").await
    }

    /// The same for searches, where the values decide which way is short: each statement is planned for its own.
    pub async fn begin_search(&self, scope: &impl Scope) -> Result<Tx, sqlx::Error> {
        self.begin_planned(scope, "force_custom_plan").await
    }

    async fn begin_planned(&self, scope: &impl Scope, plans: &str) -> Result<Tx, sqlx::Error> {
        // One round trip. A UUID's text holds nothing that could end the literal.
        let reseller = scope.reseller().uuid();
        let begin =
            format!("begin; set local app.reseller_id = '{reseller}'; set local plan_cache_mode = {plans}");
        self.app.begin_with(sqlx::AssertSqlSafe(begin)).await
    }

    /// Opens a transaction that sees every reseller. For jobs across resellers, the resolver and the console.
    pub async fn begin_system(&self) -> Result<Tx, sqlx::Error> {
        self.worker.begin_with("begin; set local app.system = 'on'").await
    }

    /// The same for searches; see `begin_search`.
    pub async fn begin_system_search(&self) -> Result<Tx, sqlx::Error> {
        let begin = "begin; set local app.system = 'on'; set local plan_cache_mode = force_custom_plan";
        self.worker.begin_with(begin).await
    }

    /// The time, by the backend's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The worker's pool, for the job queue itself.
    pub fn worker_pool(&self) -> &PgPool {
        &self.worker
    }

    /// Ends every connection.
    pub async fn close(&self) {
        self.app.close().await;
        self.worker.close().await;
    }

    /// True when the database answers and has the newest tables; an error when it does not answer.
    pub async fn is_ready(&self) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar!(r#"select to_regclass('public.operator_cases') is not null as "is_there!""#)
            .fetch_one(&self.app)
            .await
    }
}

/// Says nothing of what is inside: settings and keys are not for logs.
impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backend").finish_non_exhaustive()
    }
}
