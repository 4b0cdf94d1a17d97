//! Telna as a vendor of lines: it makes profiles and adds packages. Connect Flex has no call that stops, ends or swaps
//! one, so those are refused; the API that has them (Connect v2.1) is another contract.

use async_trait::async_trait;

use super::{Telna, state, wire::Usage};
use crate::providers::{
    ProviderError,
    esims::EsimProvider,
    lines::{
        Ask, Header, IssuedLine, LineEvent, LineProvider, LineUsage, UsageReading, WebhookError, unsupported,
    },
};

/// A line is known by its ICCID.
#[async_trait]
impl LineProvider for Telna {
    fn name(&self) -> &'static str {
        "telna"
    }

    /// Telna may sell the same reference twice, so what was asked before is looked up first.
    async fn issue(&self, plan: &str, ask: Ask<'_>) -> Result<IssuedLine, ProviderError> {
        let known = match ask.is_again {
            true => EsimProvider::find(self, ask.key).await?,
            false => None,
        };
        let esim = match known {
            Some(esim) => esim,
            None => ask.settle(EsimProvider::issue(self, plan, ask.key).await)?,
        };
        Ok(IssuedLine {
            line: esim.iccid.clone(),
            iccid: esim.iccid,
            activation_code: esim.activation_code,
            state: esim.state,
        })
    }

    /// Assumed: an order that names an ICCID adds its package to that profile.
    async fn assign_plan(&self, line: &str, plan: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        let known = match ask.is_again {
            true => self.find_order(ask.key).await?,
            false => None,
        };
        let order = match known {
            Some(order) => order,
            None => ask.settle(self.order("assign_plan", plan, ask.key, Some(line)).await)?,
        };
        match order.iccid() {
            Some(iccid) if iccid == line => Ok(()),
            _ => Err(ProviderError::unknown("the package is on another profile")),
        }
    }

    async fn change_plan(&self, _: &str, _: &str, _: Ask<'_>) -> Result<(), ProviderError> {
        unsupported("Telna adds plans and takes none away")
    }

    async fn suspend(&self, _: &str, _: Ask<'_>) -> Result<(), ProviderError> {
        unsupported("Telna Connect Flex cannot stop a line")
    }

    async fn reactivate(&self, _: &str, _: Ask<'_>) -> Result<(), ProviderError> {
        unsupported("Telna Connect Flex cannot stop a line, so it cannot start one again")
    }

    async fn terminate(&self, _: &str, _: Ask<'_>) -> Result<(), ProviderError> {
        unsupported("Telna Connect Flex cannot end a line; it ends with its last plan")
    }

    async fn fetch_usage(&self, line: &str) -> Result<LineUsage, ProviderError> {
        let (profile, usages) = self.diagnose(line).await?;
        let status = state::status(&profile, &usages);
        Ok(LineUsage {
            state: status.state,
            readings: usages.iter().filter_map(reading).collect(),
            activated_at: status.activated_at,
            expires_at: status.expires_at,
        })
    }

    /// Telna sends through AWS SNS, whose proof is a signature by a certificate to be fetched first, and shows no
    /// payload of its own. Until both are known no event is believed; usage is pulled.
    fn verify_webhook(&self, _: Header<'_>, _: &[u8]) -> Result<LineEvent, WebhookError> {
        Err(WebhookError::Forged)
    }
}

/// A package without an id cannot be told from the others.
fn reading(usage: &Usage) -> Option<UsageReading> {
    let allowance = usage.data_usage_allowance;
    let used = usage
        .data_usage
        .or_else(|| allowance?.checked_sub(usage.data_usage_remaining?))?;
    Some(UsageReading {
        counter: usage.id.as_ref()?.as_str().to_owned(),
        used_bytes: i64::try_from(used).ok()?,
        allowance_bytes: allowance.and_then(|bytes| i64::try_from(bytes).ok()),
        country: None,
    })
}
