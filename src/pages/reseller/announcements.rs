//! Messages of the operator above every page of the dashboard.

use leptos::prelude::*;

use crate::{
    components::{PostForm, SubmitButton},
    server_fns::{self, announcements::DismissAnnouncement},
    shared::announcement::Announcement,
};

/// The messages not dismissed yet. Nothing for whoever may not see the dashboard: the page below says why.
#[component]
pub fn Announcements() -> impl IntoView {
    Suspend::new(async move {
        let rows = server_fns::announcements::current_announcements()
            .await
            .unwrap_or_default();
        rows.into_iter().map(message).collect_view()
    })
}

fn message(message: Announcement) -> impl IntoView {
    view! {
        <aside class="announcement" aria-label="Announcement">
            <div class="announcement-text"><b>{message.title}</b><p>{message.body}</p></div>
            <PostForm<DismissAnnouncement>>
                <input type="hidden" name="id" value=message.id.to_string()/>
                <SubmitButton kind="quiet">"Dismiss"</SubmitButton>
            </PostForm<DismissAnnouncement>>
        </aside>
    }
}
