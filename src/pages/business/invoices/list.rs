//! `/business/invoices`: fifty to a page, newest first.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        DefinitionList, EmptyState, Fact, Field, Icon, Pagination, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::{
        answer::answer,
        company_documents::DocumentTable,
        list_address::{address, asked_for},
        reseller::set_up::forms::{above, saved},
    },
    server_fns::{self, company_invoices::SaveBilling},
    shared::company_invoice::{BillingView, DocumentList},
};

const PATH: &str = "/business/invoices";

/// The list, and the details on it.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="Invoices"/>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            let billing = server_fns::company_invoices::billing().await;
            let list = server_fns::company_invoices::list(Some(after)).await;
            let both = list.and_then(|list| billing.map(|billing| (list, billing)));
            answer(both, move |(list, billing)| show(list, billing, is_first))
        })}
    }
}

fn show(list: DocumentList, billing: BillingView, is_first: bool) -> impl IntoView {
    let next = list
        .page
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    let has_file = list.may_export && !list.page.rows.is_empty();
    view! {
        <header class="surface-head">
            <h1>"Invoices"</h1>
            <p>"One for each month in which the company bought something, in its own time zone. What is given back later is a credit note."</p>
        </header>
        <p><a class="button button-secondary" href="/business/invoices/so-far">"This month so far"</a></p>
        {saved(&[("billing", "Saved. It stands on every invoice from the next one on; earlier ones stay as they are.")])}
        {if list.page.rows.is_empty() {
            view! { <EmptyState icon="file-text" title="No invoices yet" text="The first one comes a few days after the end of a month in which the company bought something."/> }.into_any()
        } else {
            view! { <DocumentTable rows=list.page.rows path=PATH/> }.into_any()
        }}
        {has_file.then(|| view! {
            <p><a class="button button-quiet" href="/business/invoices.csv" download><Icon name="download"/> "CSV"</a></p>
        })}
        <Pagination first next/>
        <section class="panel" aria-labelledby="billing-title">
            <h2 id="billing-title">"On your invoices"</h2>
            {if billing.may_edit { view! { <BillingForm billing/> }.into_any() } else { view! { <BillingFacts billing/> }.into_any() }}
        </section>
    }
}

#[component]
fn BillingFacts(billing: BillingView) -> impl IntoView {
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    view! {
        <DefinitionList>
            <Fact name="Name">{or(billing.name, "The company's name")}</Fact>
            <Fact name="Address">{or(billing.address.replace('\n', ", "), "None")}</Fact>
            <Fact name="Tax number">{or(billing.tax_id, "None")}</Fact>
        </DefinitionList>
        <p class="muted">"Owners and admins can change this."</p>
    }
}

#[component]
fn BillingForm(billing: BillingView) -> impl IntoView {
    let failed = failure::<SaveBilling>();
    let whole_form = above(failed.as_ref(), &["buyer_name", "buyer_address", "buyer_tax_id"]);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        {whole_form}
        <PostForm<SaveBilling> class="surface-form">
            <Field label="Name" name="buyer_name" value=billing.name maxlength=120 hint="Empty: the company's name." error=of("buyer_name")/>
            <TextArea label="Address" name="buyer_address" value=billing.address rows=4 maxlength=400 error=of("buyer_address")/>
            <Field label="Tax number" name="buyer_tax_id" value=billing.tax_id maxlength=40 error=of("buyer_tax_id")/>
            <p class="muted">"Invoices are mailed to the billing e-mail in the " <a href="/business/settings">"settings"</a> "."</p>
            <div><SubmitButton>"Save"</SubmitButton></div>
        </PostForm<SaveBilling>>
    }
}
