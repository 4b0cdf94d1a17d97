//! DNS records to create, ready to copy.

use leptos::prelude::*;

use crate::{islands::CopyButton, shared::shop_domain::DnsRecord};

/// Each record with its name and value.
#[component]
pub fn Records(records: Vec<DnsRecord>) -> impl IntoView {
    view! { <ul class="dns-records">{records.into_iter().map(record).collect_view()}</ul> }
}

fn record(record: DnsRecord) -> impl IntoView {
    let DnsRecord { kind, name, value } = record;
    view! {
        <li>
            <dl class="dns-record">
                <dt>"Type"</dt>
                <dd><b>{kind.clone()}</b></dd>
                <dt>"Name"</dt>
                <dd><code>{name.clone()}</code> <CopyButton text=name label=format!("Copy name of the {kind} record")/></dd>
                <dt>"Value"</dt>
                <dd><code>{value.clone()}</code> <CopyButton text=value label=format!("Copy value of the {kind} record")/></dd>
            </dl>
        </li>
    }
}
