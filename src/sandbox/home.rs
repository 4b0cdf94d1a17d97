//! The front page: what this server is and where its doors are.

use axum::response::Html;

use super::page::page;

/// `GET /`
pub async fn show() -> Html<String> {
    page(
        "CloudDail sandbox carrier",
        "<h1>CloudDail sandbox carrier</h1>\
         <div class=\"card\"><p>A stand-in for the vendors: it sells phone numbers, eSIM plans and card payments in their own wire formats. \
         Nothing here is real, no money moves, and no message leaves this machine.</p>\
         <table><tbody>\
         <tr><td><a href=\"/mailbox\">/mailbox</a></td><td>the mails the product has sent</td></tr>\
         <tr><td><a href=\"/_sandbox/phone\">/_sandbox/phone</a></td><td>a phone that writes to numbers that were sold, and rings them</td></tr>\
         <tr><td><a href=\"/_sandbox/inventory\">/_sandbox/inventory</a></td><td>everything sold, for comparison with the product's books</td></tr>\
         <tr><td><a href=\"/_sandbox/calls\">/_sandbox/calls</a></td><td>every call received</td></tr>\
         <tr><td><a href=\"/_sandbox/clock\">/_sandbox/clock</a></td><td>the sandbox's time</td></tr>\
         <tr><td><a href=\"/_sandbox/faults\">/_sandbox/faults</a></td><td>latency and failures asked for</td></tr>\
         </tbody></table></div>\
         <div class=\"card\"><p>Endings that choose the outcome, of a phone number or a plan's id:</p><table><tbody>\
         <tr><td><code>0666</code></td><td>out of stock when bought</td></tr>\
         <tr><td><code>0408</code></td><td>sold, but the answer never arrives</td></tr>\
         <tr><td><code>0500</code></td><td>sold, but the answer is a 500</td></tr>\
         <tr><td><code>0429</code></td><td>refused twice by a rate limit, then sold</td></tr>\
         <tr><td><code>0777</code></td><td>needs an address</td></tr></tbody></table></div>\
         <div class=\"card\"><p>Endings of an amount paid that choose the outcome of its refund:</p><table><tbody>\
         <tr><td><code>6.66</code></td><td>refused</td></tr>\
         <tr><td><code>4.08</code></td><td>given back, but the answer never arrives</td></tr>\
         <tr><td><code>5.05</code></td><td>given back, but the answer is a 500</td></tr>\
         <tr><td><code>4.29</code></td><td>refused twice by a rate limit, then given back</td></tr></tbody></table></div>\
         <div class=\"card\"><p class=\"muted\">Wire formats: <code>/twilio/2010-04-01</code>, <code>/twilio-pricing/v1</code>, \
         <code>/twilio-pricing/v2</code>, <code>/twilio-numbers/v2</code>, <code>/telnyx/v2</code>, <code>/telna/v1</code>, <code>/1global/connect</code>, <code>/flutterwave/v3</code></p></div>",
    )
}
