//! A server process of its own, to be ended the hard way, and pauses inside its transactions.

use std::{net::SocketAddr, process::Stdio, time::Duration};

use sqlx::{Connection, Executor, PgConnection};
use tokio::process::{Child, Command};

use super::{Api, Client, World, database};

/// A running `clouddail serve --no-worker` on the world's database and sandbox.
pub struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    pub async fn start(world: &World) -> Self {
        // A port that was free a moment ago; the server says so if somebody took it.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new(env!("CARGO_BIN_EXE_clouddail"))
            .args(["serve", "--no-worker"])
            .env("DATABASE_URL", database::url(&world.database))
            .env("APP_DATABASE_URL", "")
            .env("WORKER_DATABASE_URL", "")
            .env("PORT", port.to_string())
            .env("METRICS_ADDR", "127.0.0.1:0")
            .env("SANDBOX_URL", &world.sandbox.url)
            .env("MAIL_DIR", world.files.path().join("mail"))
            .env("SEAL_KEYS", "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("the server's binary is built");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let server = Self { process, address };
        until("the server is ready", async || {
            reqwest::get(format!("http://{address}/readyz"))
                .await
                .is_ok_and(|answer| answer.status().is_success())
        })
        .await;
        server
    }

    pub async fn browser(&self, host: &str, email: &str) -> Client {
        let mut client = Client::new(host, self.address);
        client.sign_in(email, clouddail::boot::seed::DEMO_PASSWORD).await;
        client
    }

    /// An address of this process.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A reseller's system talking to this process.
    pub fn api(&self, host: &str, key: &str) -> Api {
        Api::new(host, self.address, key)
    }

    /// SIGKILL: no clean-up of any kind.
    pub async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }
}

/// A running `clouddail work` on the world's database and sandbox.
pub struct Worker(Child);

impl Worker {
    pub fn start(world: &World) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_clouddail"))
            .arg("work")
            .env("DATABASE_URL", database::url(&world.database))
            .env("APP_DATABASE_URL", "")
            .env("WORKER_DATABASE_URL", "")
            .env("METRICS_ADDR", "127.0.0.1:0")
            .env("SANDBOX_URL", &world.sandbox.url)
            .env("MAIL_DIR", world.files.path().join("mail"))
            .env("SEAL_KEYS", "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("the worker's binary is built");
        Self(process)
    }

    /// SIGKILL: no clean-up of any kind.
    pub async fn kill(mut self) {
        self.0.kill().await.unwrap();
    }
}

/// Asks again and again until it is so, or says what never came.
pub async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..400 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}: never");
}

/// A place inside a transaction where everybody has to wait.
pub struct Pause(Option<PgConnection>);

const LOCK: i64 = 4_242;

impl Pause {
    /// Somebody stands there.
    pub async fn reached(&self, world: &World) {
        until("somebody waits at the pause", async || {
            world
                .count(
                    "select count(*) from pg_locks
                     where locktype = 'advisory' and objid = 4242 and not granted
                       and database = (select oid from pg_database where datname = current_database())",
                )
                .await
                > 0
        })
        .await;
    }

    /// Nobody waits there any more.
    pub async fn lift(self) {
        if let Some(connection) = self.0 {
            connection.close().await.unwrap();
        }
    }
}

impl World {
    /// Makes whoever writes such a row wait: `table where (condition)`, `update:` in front for updates.
    pub async fn pause_at(&self, place: Option<&'static str>) -> Pause {
        let Some(place) = place else { return Pause(None) };
        let (verb, place) = place
            .strip_prefix("update:")
            .map_or(("insert", place), |place| ("update", place));
        let (table, condition) = place.split_once(" where ").unwrap();
        let mut owner = self.owner().await;
        let statement = format!(
            "create function test_pause() returns trigger language plpgsql as
             $$ begin perform pg_advisory_xact_lock_shared({LOCK}); return new; end $$;
             create trigger test_pause before {verb} on {table} for each row when {condition}
             execute function test_pause();
             select pg_advisory_lock({LOCK})"
        );
        owner.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
        Pause(Some(owner))
    }
}
