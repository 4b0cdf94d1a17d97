//! One test's world. When it is dropped without a panic it proves the books.

mod agents;
mod calls;
mod messages;
mod payments;
mod people;
mod systems;
mod telnyx;
mod wallets;

pub use self::{
    agents::{ASSISTANT, CALLER},
    calls::PHONE,
};

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use clouddail::{
    backend::{Backend, Clock, PublicAddress, Seal, SealKeys},
    boot::{
        config::{Settings, sandbox_keys},
        seed, wire,
    },
    domain::{
        accounts::{self, Device, Email, SignIn},
        audit::Origin,
        esims,
        operations::verify,
        orders::{
            place::{Payer, Place, PlaceError, SaleKind, place},
            quote::{Wish, quote},
        },
        scope::Customer,
        tenancy::{self, HostName, Shop},
    },
    http::{
        api::limit::Rate,
        router::{Edges, router},
    },
    jobs::worker::worker,
    providers::{
        dns::Hickory,
        numbers::{NumberProvider, NumberQuery},
    },
    sandbox::{self, SandboxSettings},
    shared::{ids::OrderId, money::Money, number::NumberType, price::QuoteView},
};
use sqlx::{Connection, PgConnection, PgPool};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Client, DnsServer, database, sandbox::Sandbox};

pub struct World {
    pub backend: Backend,
    pub aurora: Arc<Shop>,
    pub kite: Arc<Shop>,
    pub sandbox: Sandbox,
    /// Whom the backend asks about shops' domains.
    pub dns: DnsServer,
    pub address: SocketAddr,
    pub database: String,
    pub files: TempDir,
    stop: CancellationToken,
    is_proven: bool,
}

impl World {
    pub async fn new() -> Self {
        Self::with_sandbox_file(None).await
    }

    /// A sandbox that keeps its inventory in a file, for tests that end processes.
    pub async fn with_sandbox_file(file: Option<PathBuf>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let files = TempDir::new().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let sandbox = start_sandbox(&files, address, file, &stop).await;
        let mail_dir = files.path().join("mail").display().to_string();
        let name = database::fresh(|url| {
            let (sandbox, mail_dir) = (sandbox.url.clone(), mail_dir.clone());
            async move { seed_template(&url, &sandbox, &mail_dir).await }
        })
        .await;
        let mut backend = backend(&database::url(&name), &sandbox.url, &mail_dir, address.port()).await;
        let dns = DnsServer::start().await;
        backend.providers.dns = Arc::new(Hickory::new(Some(dns.address)));
        let rate = Rate {
            per_second: 1_000,
            burst: 1_000,
        };
        serve(&backend, listener, rate, &stop);
        let (aurora, kite) = (
            shop(&backend, "aurora.localhost").await,
            shop(&backend, "kite.localhost").await,
        );
        Self {
            backend,
            aurora,
            kite,
            sandbox,
            dns,
            address,
            database: name,
            files,
            stop,
            is_proven: false,
        }
    }

    /// A browser on a shop's host, signed in nowhere.
    pub fn stranger(&self, host: &str) -> Client {
        Client::new(host, self.address)
    }

    /// A browser that signed in with the demo's password.
    pub async fn browser(&self, host: &str, email: &str) -> Client {
        let mut client = self.stranger(host);
        client.sign_in(email, seed::DEMO_PASSWORD).await;
        client
    }

    /// The scope of a demo customer, by signing in.
    pub async fn customer(&self, shop: &Shop, email: &str) -> Customer {
        sign_in(&self.backend, shop, email).await
    }

    pub async fn aurora_customer(&self) -> Customer {
        self.customer(&self.aurora, "customer@aurora.test").await
    }

    pub async fn kite_customer(&self) -> Customer {
        self.customer(&self.kite, "customer@kite.test").await
    }

    /// A quote for a US number: by its magic ending (four digits), or the n-th ordinary one (one digit).
    pub async fn quote_number(&self, customer: &Customer, which: &str) -> QuoteView {
        let e164 = self.number(which).await;
        let wish = Wish::Number {
            e164,
            country: "US".parse().unwrap(),
            kind: NumberType::Local,
        };
        quote(&self.backend, customer, &wish).await.unwrap()
    }

    /// A vendor of numbers.
    pub fn vendor(&self, name: &str) -> &dyn NumberProvider {
        self.backend.providers.number(name).unwrap().as_ref()
    }

    /// A quote for exactly this local number.
    pub async fn quote_exactly(&self, customer: &Customer, e164: &str, country: &str) -> QuoteView {
        let wish = Wish::Number {
            e164: e164.to_owned(),
            country: country.parse().unwrap(),
            kind: NumberType::Local,
        };
        quote(&self.backend, customer, &wish).await.unwrap()
    }

    /// A US local number on offer at Twilio; see `quote_number`.
    pub async fn number(&self, which: &str) -> String {
        let contains = if which.len() == 4 {
            which.to_owned()
        } else {
            String::new()
        };
        let query = NumberQuery {
            country: "US".parse().unwrap(),
            kind: NumberType::Local,
            contains,
            sms: false,
            voice: false,
            limit: 30,
        };
        let found = self.vendor("twilio").search(&query).await.unwrap();
        let hit = match which.len() {
            4 => found.into_iter().find(|number| number.e164.ends_with(which)),
            _ => found.into_iter().nth(which.parse().unwrap()),
        };
        hit.unwrap_or_else(|| panic!("no US number {which}")).e164
    }

    /// A quote for the French plan with this number of the product at the provider.
    pub async fn quote_plan(&self, customer: &Customer, product: &str) -> QuoteView {
        let plan = self.plan(product).await;
        quote(&self.backend, customer, &Wish::Plan(plan)).await.unwrap()
    }

    pub async fn plan(&self, product: &str) -> clouddail::shared::ids::PlanId {
        let mut owner = self.owner().await;
        let id: uuid::Uuid =
            sqlx::query_scalar("select id from esim_data_plans where provider_product_id = $1")
                .bind(product)
                .fetch_one(&mut owner)
                .await
                .unwrap();
        id.into()
    }

    /// Confirms a quote at its own price.
    pub async fn place(&self, customer: &Customer, quoted: &QuoteView) -> Result<OrderId, PlaceError> {
        place(
            &self.backend,
            customer,
            Place {
                quote: quoted.id,
                payer: Payer::Customer,
                kind: SaleKind::New,
                max_price: quoted.charged,
            },
        )
        .await
    }

    /// Runs every job that is due by the world's clock, and those they enqueue to be due.
    pub async fn run_jobs(&self) {
        for _ in 0..20 {
            let mut owner = self.owner().await;
            let due: i64 = sqlx::query_scalar(
                "with due as (update graphile_worker._private_jobs set run_at = now() - interval '1 second'
                              where run_at <= $1 and attempts < max_attempts returning 1)
                 select count(*) from due",
            )
            .bind(self.backend.now())
            .fetch_one(&mut owner)
            .await
            .unwrap();
            if due == 0 {
                return;
            }
            let worker = worker(&self.backend, CancellationToken::new(), false)
                .await
                .unwrap();
            worker.run_once().await.unwrap();
        }
        panic!("jobs keep enqueueing jobs that are due at once");
    }

    /// Puts a regular job into the queue, as the schedule does.
    pub async fn schedule(&self, task: &str, payload: serde_json::Value) {
        sqlx::query("select graphile_worker.add_job($1, $2::jsonb::json, run_at := $3)")
            .bind(task)
            .bind(payload)
            .bind(self.backend.now())
            .execute(&mut self.owner().await)
            .await
            .unwrap();
    }

    /// Lets time pass and runs what became due.
    pub async fn pass(&self, seconds: i64) {
        self.backend.clock.advance(chrono::TimeDelta::seconds(seconds));
        self.run_jobs().await;
    }

    /// Noon (UTC) of the day after tomorrow. In the first hour of a day the one before is still open: what tells days
    /// apart begins at an hour that is not.
    pub fn skip_to_noon(&self) {
        let now = self.backend.now();
        let noon = (now.date_naive() + chrono::Days::new(2)).and_time(chrono::NaiveTime::MIN)
            + chrono::TimeDelta::hours(12);
        self.backend.clock.advance(noon.and_utc() - now);
    }

    /// A connection as the owner of the tables, who sees everything.
    pub async fn owner(&self) -> PgConnection {
        PgConnection::connect(&database::url(&self.database))
            .await
            .unwrap()
    }

    /// A number from the tables.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    /// The customer's spendable money.
    pub async fn available(&self, shop: &Shop, customer: &Customer) -> Money {
        let wallet = clouddail::domain::wallet::balance::read(&self.backend, customer, shop.brand.currency)
            .await
            .unwrap();
        wallet.unwrap().available().unwrap()
    }

    /// Ends the world by proving it: the books are right and both inventories agree.
    pub async fn prove(mut self) {
        let mut findings = verify::books(&self.backend).await.unwrap();
        findings.extend(verify::inventory(&self.backend).await.unwrap());
        self.is_proven = true;
        assert!(findings.is_empty(), "the books are wrong: {findings:#?}");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
        let name = self.database.clone();
        let is_forgotten = !self.is_proven && !std::thread::panicking();
        // Dropping is not async; a thread with a runtime of its own is.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(database::drop(&name));
        });
        let _ = dropped.join();
        assert!(!is_forgotten, "a test must end with `world.prove().await`");
    }
}

/// The scope of a demo customer, by signing in.
pub async fn sign_in(backend: &Backend, shop: &Shop, email: &str) -> Customer {
    let request = SignIn {
        email: Email::parse(email).unwrap(),
        password: seed::DEMO_PASSWORD.to_owned().into(),
        origin: Origin {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            request_id: None,
        },
        device: Device::of("test"),
        replaces: None,
    };
    accounts::sign_in(backend, &shop.visitor, request)
        .await
        .unwrap()
        .customer
}

fn serve(backend: &Backend, listener: TcpListener, api_rate: Rate, stop: &CancellationToken) {
    let edges = Edges {
        backend: backend.clone(),
        leptos: leptos::config::LeptosOptions::builder()
            .output_name("shop")
            .build(),
        site_root: PathBuf::from("target/site"),
        trusted_proxy: None,
        api_rate,
    };
    let service = router(edges).into_make_service_with_connect_info::<SocketAddr>();
    let stopped = stop.clone();
    tokio::spawn(async move {
        axum::serve(listener, service)
            .with_graceful_shutdown(stopped.cancelled_owned())
            .await
            .unwrap();
    });
}

async fn start_sandbox(
    files: &TempDir,
    server: SocketAddr,
    file: Option<PathBuf>,
    stop: &CancellationToken,
) -> Sandbox {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let settings = SandboxSettings {
        file,
        webhook_url: format!("http://{server}"),
        mail_dir: files.path().join("mail"),
        public_url: url.clone(),
        flutterwave_secret_hash: sandbox_keys::FLUTTERWAVE_WEBHOOK_HASH.into(),
        flutterwave_accounts: sandbox_keys::flutterwave_accounts(),
        twilio_auth_token: sandbox_keys::TWILIO_AUTH_TOKEN.into(),
        telnyx_api_key: sandbox_keys::TELNYX_API_KEY.into(),
        oneglobal_client_secret: sandbox_keys::ONEGLOBAL_CLIENT_SECRET.into(),
        oneglobal_account: sandbox_keys::ONEGLOBAL_ACCOUNT_ID.into(),
        oneglobal_webhooks: (
            sandbox_keys::ONEGLOBAL_WEBHOOK_USER.into(),
            sandbox_keys::ONEGLOBAL_WEBHOOK_PASSWORD.into(),
        ),
    };
    let stopped = stop.clone();
    tokio::spawn(async move { sandbox::serve(listener, settings, stopped).await.unwrap() });
    Sandbox::at(url)
}

async fn seed_template(url: &str, sandbox: &str, mail_dir: &str) {
    let backend = backend(url, sandbox, mail_dir, 0).await;
    let mut owner = PgConnection::connect(url).await.unwrap();
    seed::shops(&backend, &mut owner).await.unwrap();
    esims::sync::sync(&backend).await.unwrap();
    owner.close().await.unwrap();
    backend.close().await;
}

/// A backend on a database and a sandbox, with a clock that stands still.
pub async fn backend(database_url: &str, sandbox: &str, mail_dir: &str, port: u16) -> Backend {
    let (url, sandbox, mail_dir) = (database_url.to_owned(), sandbox.to_owned(), mail_dir.to_owned());
    let settings = Settings::from_source(move |name| match name {
        "DATABASE_URL" => Some(url.clone()),
        "SANDBOX_URL" => Some(sandbox.clone()),
        "MAIL_DIR" => Some(mail_dir.clone()),
        "PORT" => Some(port.to_string()),
        "ALLOW_PRIVATE_WEBHOOKS" => Some("true".into()),
        _ => None,
    });
    let pool = async |role| -> PgPool { wire::pool(database_url, role, 12).await.unwrap() };
    let keys = SealKeys::parse("test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let address = PublicAddress {
        scheme: "http".into(),
        port: Some(port),
    };
    Backend::new(
        pool("clouddail_app").await,
        pool("clouddail_worker").await,
        wire::providers(&settings).unwrap(),
        Clock::fixed(chrono::Utc::now()),
        Seal::new(keys),
        address,
    )
}

/// A demo shop by its host.
pub async fn shop(backend: &Backend, host: &str) -> Arc<Shop> {
    tenancy::resolve(backend, &HostName::parse(host).unwrap())
        .await
        .unwrap()
        .expect("a demo shop")
}
