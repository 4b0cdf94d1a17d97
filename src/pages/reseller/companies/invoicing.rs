//! `/reseller/companies/invoicing`: who the shop is on its invoices, the tax, and how numbers begin.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::set_up::forms::{above, saved};
use crate::{
    components::{
        DefinitionList, Fact, Field, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, company_invoices::SaveSettings},
    shared::company_invoice::InvoiceSettingsView,
};

/// The settings.
#[component]
pub fn InvoicingPage() -> impl IntoView {
    view! {
        <Title text="Invoice settings"/>
        {Suspend::new(async move { answer(server_fns::company_invoices::settings().await, show) })}
    }
}

fn show(view: InvoiceSettingsView) -> impl IntoView {
    let is_set_up = view.is_set_up;
    view! {
        <p class="back"><a href="/reseller/companies">"Companies"</a></p>
        <header class="surface-head">
            <h1>"Invoice settings"</h1>
            <p>"Your shop is the seller on the invoices of the companies that buy here."</p>
        </header>
        {saved(&[("invoicing", "Saved. It counts for everything that is issued from now on.")])}
        {(!is_set_up).then(|| view! {
            <Notice kind="warning">"Nothing is issued yet: an invoice names its seller. Months are drafted meanwhile, and issued once this is saved."</Notice>
        })}
        <section class="panel">
            {if view.may_edit { view! { <Form view/> }.into_any() } else { view! { <Facts view/> }.into_any() }}
        </section>
    }
}

#[component]
fn Facts(view: InvoiceSettingsView) -> impl IntoView {
    view! {
        <DefinitionList>
            <Fact name="Seller">{view.seller_name}</Fact>
            <Fact name="Address">{view.seller_address.replace('\n', ", ")}</Fact>
            <Fact name="Tax number">{view.seller_tax_id}</Fact>
            <Fact name="Tax in your prices">{format!("{} {} %", view.tax_label, view.tax_percent.normalize())}</Fact>
            <Fact name="Numbers">{format!("{0}00001, {1}00001", view.invoice_prefix, view.credit_prefix)}</Fact>
            <Fact name="Days to pay">{view.due_days}</Fact>
        </DefinitionList>
        <p class="muted">"Owners can change this."</p>
    }
}

#[component]
fn Form(view: InvoiceSettingsView) -> impl IntoView {
    let failed = failure::<SaveSettings>();
    let fields = [
        "seller_name",
        "seller_address",
        "seller_tax_id",
        "tax_label",
        "tax_percent",
        "invoice_prefix",
        "credit_prefix",
        "due_days",
    ];
    let whole_form = above(failed.as_ref(), &fields);
    let of = move |name| of_field(failed.as_ref(), name);
    view! {
        {whole_form}
        <PostForm<SaveSettings> class="surface-form">
            <Field label="Legal name" name="seller_name" value=view.seller_name required=true maxlength=120 error=of("seller_name")/>
            <TextArea label="Address" name="seller_address" value=view.seller_address required=true rows=4 maxlength=400 error=of("seller_address")/>
            <Field label="Tax number" name="seller_tax_id" value=view.seller_tax_id maxlength=40 error=of("seller_tax_id")/>
            <Field label="Name of the tax" name="tax_label" value=view.tax_label required=true maxlength=20 hint="VAT, GST, MwSt …" error=of("tax_label")/>
            <Field
                label="Tax rate in percent"
                name="tax_percent"
                value=view.tax_percent.normalize().to_string()
                inputmode="decimal"
                required=true
                maxlength=6
                hint="Your prices contain it: companies pay the price they saw, and the invoice says what of it is tax. 0 for none."
                error=of("tax_percent")
            />
            <Field label="Invoice numbers begin with" name="invoice_prefix" value=view.invoice_prefix required=true maxlength=12 hint="INV- gives INV-00001. Each beginning counts by itself, without gaps." error=of("invoice_prefix")/>
            <Field label="Credit note numbers begin with" name="credit_prefix" value=view.credit_prefix required=true maxlength=12 error=of("credit_prefix")/>
            <Field
                label="Days to pay"
                name="due_days"
                value=view.due_days.to_string()
                inputmode="numeric"
                required=true
                maxlength=2
                hint="For companies that buy on credit. What came from a balance is paid already."
                error=of("due_days")
            />
            <div><SubmitButton>"Save"</SubmitButton></div>
        </PostForm<SaveSettings>>
    }
}
