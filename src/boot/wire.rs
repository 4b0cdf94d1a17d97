//! Builds the backend from settings.

use std::sync::Arc;

use secrecy::SecretString;
use sqlx::{
    Connection, Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{
    BootError,
    config::{Settings, sandbox_keys},
};
use crate::{
    backend::{Backend, Clock, Providers, Seal},
    domain::supply,
    providers::{
        account::Account,
        agents::{
            AgentProvider,
            vapi::{Vapi, VapiSettings},
        },
        calls::CallProvider,
        dns::Hickory,
        esims::{
            EsimProvider,
            telna::{Telna, TelnaSettings},
        },
        http::HttpClient,
        lines::{
            LineProvider,
            oneglobal::{OneGlobal, OneGlobalSettings},
        },
        mail::{Mailer, files::FileMailer, smtp::SmtpMailer},
        messages::MessageProvider,
        numbers::{
            NumberProvider,
            telnyx::{Telnyx, TelnyxSettings},
            twilio::{Twilio, TwilioSettings},
        },
        payments::flutterwave::{Flutterwave, FlutterwaveSettings},
        sign_in::OpenIdConnect,
        telnyx::{ParsePublicKeyError, ParseRatesError, TelnyxTraffic, TrafficSettings},
        webhooks::HttpSender,
    },
};

/// Connections for requests, and as many for jobs.
const CONNECTIONS_MAX: u32 = 16;
/// A connection unused for longer is tried before it is used.
const RESTED: std::time::Duration = std::time::Duration::from_secs(2);

/// A pool that works as `role`, whoever logged in.
pub async fn pool(url: &str, role: &'static str, connections_max: u32) -> Result<PgPool, BootError> {
    let options: PgConnectOptions = url
        .parse()
        .map_err(|error| BootError::Setting(format!("a database URL cannot be read: {error}")))?;
    // Compiling a statement takes longer than any of ours may run.
    let options = options.options([("jit", "off")]);
    let set_role: &'static str = match role {
        "clouddail_app" => "set role clouddail_app",
        "clouddail_worker" => "set role clouddail_worker",
        _ => "reset role",
    };
    PgPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(std::time::Duration::from_secs(5))
        // Asking a connection before each use whether it lives would be a round trip per transaction; one that has
        // rested may have died, and is asked.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(set_role).await.map(drop) })
        })
        .connect_with(options)
        .await
        .map_err(|error| BootError::failed("PostgreSQL cannot be reached", error))
}

/// The backend of `serve` and `work`.
pub async fn backend(settings: &Settings<'_>) -> Result<Backend, BootError> {
    let owner_url = || settings.text("DATABASE_URL");
    let app_url = settings
        .optional("APP_DATABASE_URL")?
        .map_or_else(owner_url, Ok)?;
    let worker_url = settings
        .optional("WORKER_DATABASE_URL")?
        .map_or_else(owner_url, Ok)?;
    let seal = Seal::new(settings.seal_keys()?);
    let providers = providers(settings)?;
    let bank_account = match settings.optional("PAYOUT_ACCOUNT_IBAN")? {
        Some(_) => Some(super::settlement::debtor(settings)?),
        None => None,
    };
    let app = pool(&app_url, "clouddail_app", CONNECTIONS_MAX).await?;
    let worker = pool(&worker_url, "clouddail_worker", CONNECTIONS_MAX).await?;
    let address = settings.public_address()?;
    let backend = Backend::new(app, worker, providers, Clock::system(), seal, address)
        .with_bank_account(bank_account)
        .with_hosts(settings.hosts()?);
    // A database without the newest tables, or none that answers, keeps nobody from starting.
    if let Err(error) = supply::take_keys(&backend).await {
        tracing::warn!(%error, "the vendors' keys of the database cannot be read; those of the environment are used");
    }
    Ok(backend)
}

/// The vendors, or the sandbox carrier in their place: only addresses and keys differ.
pub fn providers(settings: &Settings<'_>) -> Result<Providers, BootError> {
    let sandbox = settings.optional("SANDBOX_URL")?;
    let at = |path: &str, vendor: &str| match &sandbox {
        Some(url) => format!("{}{path}", url.trim_end_matches('/')),
        None => vendor.to_owned(),
    };
    let http =
        HttpClient::new().map_err(|error| BootError::failed("the HTTP client cannot be made", error))?;
    let twilio = TwilioSettings {
        base_url: at("/twilio", "https://api.twilio.com"),
        pricing_url: at("/twilio-pricing", "https://pricing.twilio.com"),
        numbers_url: at("/twilio-numbers", "https://numbers.twilio.com"),
        account_sid: plain(&settings.vendor_key("TWILIO_ACCOUNT_SID", sandbox_keys::TWILIO_ACCOUNT_SID)?),
        auth_token: settings.vendor_key("TWILIO_AUTH_TOKEN", sandbox_keys::TWILIO_AUTH_TOKEN)?,
        webhook_url: settings
            .public_address()?
            .url(&settings.hosts()?.base, "/webhooks/twilio"),
    };
    let telna = TelnaSettings {
        base_url: at("/telna/v1", "https://ppo-api.telna.com/v1"),
        token: settings.vendor_key("TELNA_TOKEN", sandbox_keys::TELNA_TOKEN)?,
        auth_scheme: settings.parsed("TELNA_AUTH_SCHEME", "Bearer or raw")?,
    };
    let flutterwave = FlutterwaveSettings {
        base_url: at("/flutterwave/v3", "https://api.flutterwave.com/v3"),
        secret_key: settings.vendor_key("FLUTTERWAVE_SECRET_KEY", sandbox_keys::FLUTTERWAVE_SECRET_KEY)?,
        webhook_hash: settings
            .vendor_key("FLUTTERWAVE_WEBHOOK_HASH", sandbox_keys::FLUTTERWAVE_WEBHOOK_HASH)?,
    };
    let mail: Arc<dyn Mailer> = match settings.optional("SMTP_URL")? {
        Some(url) => Arc::new(
            SmtpMailer::new(&SecretString::from(url))
                .map_err(|error| BootError::Setting(format!("SMTP_URL: {error}")))?,
        ),
        None => Arc::new(FileMailer::new(settings.path("MAIL_DIR")?)),
    };
    let watch = http.watch();
    let is_loopback_allowed = settings.parsed("ALLOW_PRIVATE_WEBHOOKS", "true or false")?;
    let no_client = |error| BootError::failed("the HTTP client cannot be made", error);
    let webhooks = HttpSender::new(is_loopback_allowed).map_err(no_client)?;
    let sign_in = OpenIdConnect::new(is_loopback_allowed).map_err(no_client)?;
    let twilio = Arc::new(Twilio::new(http.clone(), twilio));
    let traffic = traffic(settings)?;
    let carried_by = traffic.as_ref().map(|traffic| {
        let (profile, connection) = (&traffic.messaging_profile, &traffic.connection);
        (profile.clone(), connection.clone())
    });
    let telnyx = telnyx(settings, carried_by)?.map(|given| Arc::new(Telnyx::new(http.clone(), given)));
    let telna = Arc::new(Telna::new(http.clone(), telna));
    let one_global = one_global(settings)?.map(|given| Arc::new(OneGlobal::new(http.clone(), given)));
    let vapi = vapi(settings)?.map(|given| Arc::new(Vapi::new(http.clone(), given)));
    let flutterwave = Arc::new(Flutterwave::new(http, flutterwave));
    let mut accounts: Vec<Arc<dyn Account>> = vec![twilio.clone(), telna.clone(), flutterwave.clone()];
    let mut numbers: Vec<Arc<dyn NumberProvider>> = vec![twilio.clone()];
    let mut messages: Vec<Arc<dyn MessageProvider>> = vec![twilio.clone()];
    let mut calls: Vec<Arc<dyn CallProvider>> = vec![twilio];
    if let Some(telnyx) = telnyx {
        accounts.push(telnyx.clone());
        numbers.push(telnyx.clone());
        if let Some(traffic) = traffic {
            let carrier = Arc::new(TelnyxTraffic::new(telnyx, traffic));
            messages.push(carrier.clone());
            calls.push(carrier);
        }
    }
    let mut agents: Option<Arc<dyn AgentProvider>> = None;
    if let Some(vapi) = vapi {
        accounts.push(vapi.clone());
        agents = Some(vapi);
    }
    let mut lines: Vec<Arc<dyn LineProvider>> = vec![telna.clone()];
    let mut catalogues: Vec<Arc<dyn EsimProvider>> = vec![telna.clone()];
    if let Some(one_global) = one_global {
        accounts.push(one_global.clone());
        catalogues.push(one_global.clone());
        lines.insert(0, one_global);
    }
    Ok(Providers {
        accounts,
        lines,
        catalogues,
        numbers,
        messages,
        calls,
        agents,
        esims: telna,
        payments: flutterwave,
        dns: Arc::new(Hickory::new(settings.dns_server()?)),
        webhooks: Arc::new(webhooks),
        sign_in: Arc::new(sign_in),
        mail,
        watch,
    })
}

/// Telnyx, where its key is given or the sandbox plays it; without, numbers come from Twilio alone.
fn telnyx(
    settings: &Settings<'_>,
    carried_by: Option<(String, String)>,
) -> Result<Option<TelnyxSettings>, BootError> {
    let sandbox = settings.optional("SANDBOX_URL")?;
    if sandbox.is_none() && settings.optional("TELNYX_API_KEY")?.is_none() {
        return Ok(None);
    }
    Ok(Some(TelnyxSettings {
        base_url: sandbox.map_or_else(
            || "https://api.telnyx.com/v2".to_owned(),
            |url| format!("{}/telnyx/v2", url.trim_end_matches('/')),
        ),
        api_key: settings.vendor_key("TELNYX_API_KEY", sandbox_keys::TELNYX_API_KEY)?,
        carried_by,
    }))
}

/// What Telnyx's messages and calls need: all of it, or they go through Twilio's numbers alone.
fn traffic(settings: &Settings<'_>) -> Result<Option<TrafficSettings>, BootError> {
    const NAMES: [&str; 4] = [
        "TELNYX_PUBLIC_KEY",
        "TELNYX_MESSAGING_PROFILE_ID",
        "TELNYX_CONNECTION_ID",
        "TELNYX_RATES",
    ];
    let is_sandbox = settings.optional("SANDBOX_URL")?.is_some();
    let mut given = vec![];
    for name in NAMES {
        given.push(settings.optional(name)?);
    }
    if !is_sandbox && given.iter().all(Option::is_none) {
        return Ok(None);
    }
    let of = |at: usize, in_sandbox: &str| match &given[at] {
        Some(given) => Ok(given.clone()),
        None if is_sandbox => Ok(in_sandbox.to_owned()),
        None => Err(BootError::Setting(format!(
            "{} is missing; messages and calls of Telnyx's numbers need {}",
            NAMES[at],
            NAMES.join(", ")
        ))),
    };
    let wrong = |name: &str, error: String| BootError::Setting(format!("{name}: {error}"));
    let rates = match &given[3] {
        Some(file) => std::fs::read_to_string(file).map_err(|error| wrong(NAMES[3], error.to_string()))?,
        None => of(3, include_str!("telnyx_rates.csv"))?,
    };
    Ok(Some(TrafficSettings {
        public_key: of(0, sandbox_keys::TELNYX_PUBLIC_KEY)?
            .parse()
            .map_err(|error: ParsePublicKeyError| wrong(NAMES[0], error.to_string()))?,
        messaging_profile: of(1, sandbox_keys::TELNYX_MESSAGING_PROFILE_ID)?,
        connection: of(2, sandbox_keys::TELNYX_CONNECTION_ID)?,
        webhook_url: settings
            .public_address()?
            .url(&settings.hosts()?.base, "/webhooks/telnyx"),
        rates: rates
            .parse()
            .map_err(|error: ParseRatesError| wrong(NAMES[3], error.to_string()))?,
    }))
}

/// Vapi, where its key is given or the sandbox plays it; without, no AI agent answers.
fn vapi(settings: &Settings<'_>) -> Result<Option<VapiSettings>, BootError> {
    let sandbox = settings.optional("SANDBOX_URL")?;
    if sandbox.is_none() && settings.optional("VAPI_API_KEY")?.is_none() {
        return Ok(None);
    }
    Ok(Some(VapiSettings {
        base_url: sandbox.map_or_else(
            || "https://api.vapi.ai".to_owned(),
            |url| format!("{}/vapi", url.trim_end_matches('/')),
        ),
        api_key: settings.vendor_key("VAPI_API_KEY", sandbox_keys::VAPI_API_KEY)?,
        webhook_secret: settings.vendor_key("VAPI_WEBHOOK_SECRET", sandbox_keys::VAPI_WEBHOOK_SECRET)?,
        minute: settings.usd("VAPI_MINUTE_COST")?,
    }))
}

/// 1GLOBAL, where its keys are given or the sandbox plays it; without, lines come from Telna alone.
fn one_global(settings: &Settings<'_>) -> Result<Option<OneGlobalSettings>, BootError> {
    let sandbox = settings.optional("SANDBOX_URL")?;
    if sandbox.is_none() && settings.optional("ONEGLOBAL_CLIENT_ID")?.is_none() {
        return Ok(None);
    }
    let host = sandbox.map_or_else(
        || "https://api.1global.com".to_owned(),
        |url| format!("{}/1global", url.trim_end_matches('/')),
    );
    let key = |name: &str, in_sandbox: &str| settings.vendor_key(name, in_sandbox);
    Ok(Some(OneGlobalSettings {
        base_url: format!("{host}/connect"),
        token_url: format!("{host}/auth/realms/1global-connect/protocol/openid-connect/token"),
        client_id: key("ONEGLOBAL_CLIENT_ID", sandbox_keys::ONEGLOBAL_CLIENT_ID)?,
        client_secret: key("ONEGLOBAL_CLIENT_SECRET", sandbox_keys::ONEGLOBAL_CLIENT_SECRET)?,
        account_id: plain(&key("ONEGLOBAL_ACCOUNT_ID", sandbox_keys::ONEGLOBAL_ACCOUNT_ID)?),
        country: settings.text("ONEGLOBAL_COUNTRY")?,
        webhook_user: plain(&key(
            "ONEGLOBAL_WEBHOOK_USER",
            sandbox_keys::ONEGLOBAL_WEBHOOK_USER,
        )?),
        webhook_password: key(
            "ONEGLOBAL_WEBHOOK_PASSWORD",
            sandbox_keys::ONEGLOBAL_WEBHOOK_PASSWORD,
        )?,
    }))
}

fn plain(secret: &SecretString) -> String {
    secrecy::ExposeSecret::expose_secret(secret).to_owned()
}
