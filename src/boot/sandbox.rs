//! `clouddail sandbox`: the fake carrier, a server of its own.

use tokio_util::sync::CancellationToken;

use super::{
    BootError,
    config::{Settings, sandbox_keys},
};
use crate::sandbox::{self, SandboxSettings};

/// Serves until told to stop.
pub async fn run(settings: &Settings<'_>, stop: CancellationToken) -> Result<(), BootError> {
    let address = settings.text("SANDBOX_ADDR")?;
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .map_err(|error| BootError::Setting(format!("SANDBOX_ADDR {address} cannot be used: {error}")))?;
    let key = |given: Option<String>, fallback: &str| given.unwrap_or_else(|| fallback.to_owned());
    let sandbox = SandboxSettings {
        file: settings
            .optional("SANDBOX_FILE")?
            .filter(|file| file != "memory")
            .map(Into::into),
        webhook_url: settings.text("SANDBOX_WEBHOOK_URL")?,
        mail_dir: settings.path("MAIL_DIR")?,
        public_url: settings
            .optional("SANDBOX_URL")?
            .unwrap_or_else(|| format!("http://{address}")),
        flutterwave_secret_hash: key(
            settings.optional("FLUTTERWAVE_WEBHOOK_HASH")?,
            sandbox_keys::FLUTTERWAVE_WEBHOOK_HASH,
        ),
        flutterwave_accounts: sandbox_keys::flutterwave_accounts(),
        twilio_auth_token: key(
            settings.optional("TWILIO_AUTH_TOKEN")?,
            sandbox_keys::TWILIO_AUTH_TOKEN,
        ),
        telnyx_api_key: key(settings.optional("TELNYX_API_KEY")?, sandbox_keys::TELNYX_API_KEY),
        oneglobal_client_secret: key(
            settings.optional("ONEGLOBAL_CLIENT_SECRET")?,
            sandbox_keys::ONEGLOBAL_CLIENT_SECRET,
        ),
        oneglobal_account: key(
            settings.optional("ONEGLOBAL_ACCOUNT_ID")?,
            sandbox_keys::ONEGLOBAL_ACCOUNT_ID,
        ),
        oneglobal_webhooks: (
            key(
                settings.optional("ONEGLOBAL_WEBHOOK_USER")?,
                sandbox_keys::ONEGLOBAL_WEBHOOK_USER,
            ),
            key(
                settings.optional("ONEGLOBAL_WEBHOOK_PASSWORD")?,
                sandbox_keys::ONEGLOBAL_WEBHOOK_PASSWORD,
            ),
        ),
    };
    sandbox::serve(listener, sandbox, stop)
        .await
        .map_err(|error| BootError::failed("the sandbox stopped", error))
}
