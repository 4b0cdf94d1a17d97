//! `/business/invoices/so-far`: what the invoice of the present month comes to if nothing more is bought.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::files::csv;
use crate::{
    components::{DefinitionList, EmptyState, Fact, Moment, MoneyText, Notice, Pagination},
    pages::{
        answer::answer,
        company_documents::{Centres, Lines},
        list_address::{address, asked_for},
    },
    server_fns,
    shared::company_invoice::SoFarView,
};

const PATH: &str = "/business/invoices/so-far";

/// The month so far.
#[component]
pub fn SoFarPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="This month so far"/>
        <p class="back"><a href="/business/invoices">"Invoices"</a></p>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            let read = server_fns::company_invoices::so_far(Some(after)).await;
            answer(read, move |view| match view {
                Some(view) => show(view, is_first).into_any(),
                None => nothing().into_any(),
            })
        })}
    }
}

fn nothing() -> impl IntoView {
    view! {
        <header class="surface-head"><h1>"This month so far"</h1></header>
        <EmptyState icon="file-text" title="Nothing was bought yet" text="What the company buys this month stands here, as it will stand on the invoice."/>
    }
}

fn show(view: SoFarView, is_first: bool) -> impl IntoView {
    let month = view.month();
    let SoFarView {
        timezone,
        ends_at,
        as_of,
        tax,
        total,
        charged,
        credited,
        centres,
        lines,
        ..
    } = view;
    let next = lines
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    view! {
        <header class="surface-head">
            <h1>{format!("{month} so far")}</h1>
            <p>"What the invoice comes to if nothing more is bought this month. It has no number yet and is no bill."</p>
        </header>
        {credited.is_positive().then(|| view! {
            <Notice kind="info">{credited.to_string()} " of earlier invoices was given back. It becomes a credit note and is not in this sum."</Notice>
        })}
        <section class="panel" aria-labelledby="sum-title">
            <h2 id="sum-title">"Total so far"</h2>
            <p class="document-total"><MoneyText amount=total/></p>
            <DefinitionList>
                <Fact name="Month">{format!("{month} ({timezone})")}</Fact>
                <Fact name="As of"><Moment at=as_of/></Fact>
                <Fact name="The month ends"><Moment at=ends_at/></Fact>
                {tax.map(|(label, percent, net, tax)| view! {
                    <Fact name="Net"><MoneyText amount=net/></Fact>
                    <Fact name=format!("{label} {} %", percent.normalize())><MoneyText amount=tax/></Fact>
                })}
                <Fact name="Taken from the balance"><MoneyText amount=charged/></Fact>
            </DefinitionList>
        </section>
        <Centres centres csv=csv("/business/invoices/so-far/centres.csv")/>
        <Lines lines=lines.rows is_draft=false take_back=false path=PATH.to_owned() csv=csv("/business/invoices/so-far/lines.csv")/>
        <Pagination first next/>
    }
}
