//! Reports of a vendor at the door: how many a second are proven, stored and answered 200, how long the slowest wait, and
//! whether one is lost when the server is killed while they come. Each is sent again until it is answered 200, as vendors do.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clouddail::{
    boot::config::{Settings, sandbox_keys},
    providers::messages::signature,
};
use sqlx::{Connection, PgConnection};
use tokio::task::JoinSet;
use url::form_urlencoded;

/// Before a report without an answer is sent again.
const PAUSE: Duration = Duration::from_millis(100);

/// How much.
pub struct Load {
    pub events: u64,
    /// Reports on their way at once.
    pub in_flight: u64,
}

/// Prints the table. Fails when one that was answered 200 is not there, or has no job.
pub async fn run(server: &str, load: &Load) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env();
    let sender = Arc::new(Sender {
        client: reqwest::Client::builder()
            .pool_max_idle_per_host(usize::MAX)
            .timeout(Duration::from_secs(30))
            .build()?,
        url: format!("{server}/webhooks/twilio"),
        signed: settings
            .public_address()?
            .url(&settings.hosts()?.base, "/webhooks/twilio"),
        run: std::process::id(),
        next: AtomicU64::new(0),
        again: AtomicU64::new(0),
    });
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..load.in_flight {
        let (sender, events) = (sender.clone(), load.events);
        clients.spawn(async move { sender.work(events).await });
    }
    let mut waited: Vec<Duration> = clients.join_all().await.into_iter().flatten().collect();
    let took = began.elapsed().as_secs_f64();
    waited.sort();
    let (stored, jobs) = sender.stored().await?;
    let millis = |hundredths: usize| 1000.0 * waited[(waited.len() - 1) * hundredths / 100].as_secs_f64();
    println!(
        "Reports of a vendor, {} with {} in flight, each sent again until it is answered 200.\n",
        load.events, load.in_flight
    );
    println!("| per second | p50, ms | p99, ms | sent again | stored | jobs | lost |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    println!(
        "| {:.0} | {:.0} | {:.0} | {} | {stored} | {jobs} | {} |",
        load.events as f64 / took,
        millis(50),
        millis(99),
        sender.again.load(Ordering::Relaxed),
        load.events.abs_diff(stored) + load.events.abs_diff(jobs),
    );
    if (stored, jobs) == (load.events, load.events) {
        return Ok(());
    }
    Err(format!(
        "{} reports were answered 200, {stored} are stored and {jobs} have a job",
        load.events
    )
    .into())
}

struct Sender {
    client: reqwest::Client,
    url: String,
    /// The address as the vendor calls and signs it.
    signed: String,
    /// Tells this run's reports from another's.
    run: u32,
    next: AtomicU64,
    again: AtomicU64,
}

impl Sender {
    /// Sends one report after the other; how long each waited for the answer that counted.
    async fn work(&self, events: u64) -> Vec<Duration> {
        let mut waited = vec![];
        loop {
            let n = self.next.fetch_add(1, Ordering::Relaxed);
            if n >= events {
                return waited;
            }
            let params = self.report(n);
            let Some(signature) =
                signature::sign(sandbox_keys::TWILIO_AUTH_TOKEN.as_bytes(), &self.signed, &params)
            else {
                return waited;
            };
            let body = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&params)
                .finish();
            loop {
                let sent = Instant::now();
                if self.is_taken(&signature, body.clone()).await {
                    waited.push(sent.elapsed());
                    break;
                }
                self.again.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn is_taken(&self, signature: &str, body: String) -> bool {
        let asked = self
            .client
            .post(&self.url)
            .header("x-twilio-signature", signature)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await;
        asked.is_ok_and(|answer| answer.status() == reqwest::StatusCode::OK)
    }

    /// Somebody's text to a number nobody has.
    fn report(&self, n: u64) -> Vec<(String, String)> {
        [
            ("MessageSid", format!("SM{:08x}{n:024x}", self.run)),
            ("From", "+14155550123".to_owned()),
            ("To", "+14155559999".to_owned()),
            ("Body", "Hello".to_owned()),
            ("NumSegments", "1".to_owned()),
            ("SmsStatus", "received".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Of this run's reports: how many are stored, and how many have a job or are done.
    async fn stored(&self) -> Result<(u64, u64), Box<dyn std::error::Error>> {
        let mut owner = PgConnection::connect(&std::env::var("DATABASE_URL")?).await?;
        let (stored, jobs): (i64, i64) = sqlx::query_as(
            "select count(*), count(*) filter (where e.processed_at is not null or j.event is not null)
             from webhook_events e
             left join (select right(payload->>'event', 32) as event from graphile_worker._private_jobs) j
               on j.event = replace(e.id::text, '-', '')
             where e.provider = 'twilio' and e.event_id like $1 || '%'",
        )
        .bind(format!("SM{:08x}", self.run))
        .fetch_one(&mut owner)
        .await?;
        Ok((stored.try_into()?, jobs.try_into()?))
    }
}
