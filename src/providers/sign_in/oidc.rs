//! OpenID Connect: the authorization code flow with PKCE. The checks are the library's; what it found is told in our
//! words.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use openidconnect::{
    AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, Client,
    ClientId, ClientSecret, CsrfToken, DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
        CoreTokenType,
    },
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Begun, Cause, Connection, Identity, Returned, SignInFault, SignInProvider,
    http::{CallError, Caller},
};
use crate::providers::http::HttpClientError;

/// Groups of a person that are looked at.
const GROUPS_MAX: usize = 500;
/// Longest piece of a provider's text that is kept, in characters.
const DETAIL_MAX: usize = 200;

/// Claims beyond the standard ones; the groups are among them, under a name the company chooses.
#[derive(Debug, Clone, Deserialize, Serialize)]
struct OtherClaims(HashMap<String, Value>);
impl AdditionalClaims for OtherClaims {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OurClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Any provider of the standard.
pub struct OpenIdConnect {
    caller: Caller,
}

impl OpenIdConnect {
    /// With or without leave to call this machine.
    pub fn new(is_loopback_allowed: bool) -> Result<Self, HttpClientError> {
        Caller::new(is_loopback_allowed).map(|caller| Self { caller })
    }

    async fn discover(&self, connection: &Connection) -> Result<CoreProviderMetadata, SignInFault> {
        self.caller
            .may_call(&connection.issuer)
            .map_err(|error| fault(Cause::Address, error.to_string()))?;
        let issuer = IssuerUrl::new(connection.issuer.clone())
            .map_err(|error| fault(Cause::Address, error.to_string()))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.caller)
            .await
            .map_err(of_discovery)?;
        if metadata.jwks().keys().is_empty() {
            return Err(fault(Cause::Discovery, "it publishes no keys"));
        }
        if metadata.token_endpoint().is_none() {
            return Err(fault(Cause::Discovery, "it names no token endpoint"));
        }
        Ok(metadata)
    }

    fn client(connection: &Connection, metadata: CoreProviderMetadata) -> Result<OurClient, SignInFault> {
        let redirect = RedirectUrl::new(connection.redirect_uri.clone())
            .map_err(|error| fault(Cause::Address, error.to_string()))?;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let in_body = methods.is_some_and(|methods| {
            !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let client = OurClient::from_provider_metadata(
            metadata,
            ClientId::new(connection.client_id.clone()),
            Some(ClientSecret::new(
                connection.client_secret.expose_secret().to_owned(),
            )),
        )
        .set_redirect_uri(redirect);
        Ok(if in_body {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        })
    }
}

#[async_trait]
impl SignInProvider for OpenIdConnect {
    async fn check(&self, connection: &Connection) -> Result<(), SignInFault> {
        self.discover(connection).await.map(drop)
    }

    async fn begin(&self, connection: &Connection) -> Result<Begun, SignInFault> {
        let metadata = self.discover(connection).await?;
        // Some providers refuse a scope they do not know, others give groups for this one alone.
        let groups = Scope::new("groups".into());
        let has_groups = metadata
            .scopes_supported()
            .is_some_and(|scopes| scopes.contains(&groups));
        self.caller
            .may_call(metadata.authorization_endpoint().as_str())
            .map_err(|error| fault(Cause::Address, error.to_string()))?;
        let client = Self::client(connection, metadata)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(challenge);
        if has_groups {
            request = request.add_scope(groups);
        }
        let (url, state, nonce) = request.url();
        Ok(Begun {
            url: url.into(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    async fn finish(
        &self,
        connection: &Connection,
        returned: &Returned<'_>,
    ) -> Result<Identity, SignInFault> {
        let metadata = self.discover(connection).await?;
        let algorithms: Vec<CoreJwsSigningAlgorithm> = metadata
            .id_token_signing_alg_values_supported()
            .iter()
            .filter(|algorithm| is_signed_by_a_key_pair(algorithm))
            .cloned()
            .collect();
        let client = Self::client(connection, metadata)?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(returned.code.to_owned()))
            .map_err(|error| fault(Cause::Discovery, error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(returned.verifier.to_owned()))
            .request_async(&self.caller)
            .await
            .map_err(of_exchange)?;
        let token = tokens
            .id_token()
            .ok_or_else(|| fault(Cause::Token, "the answer has no ID token"))?;
        let now: DateTime<Utc> = returned.now;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(algorithms)
            .set_time_fn(move || now);
        let nonce = Nonce::new(returned.nonce.to_owned());
        let claims = token.claims(&verifier, &nonce).map_err(of_claims)?;
        let subject = claims.subject().clone();
        let found = identity(claims, connection)?;
        if found.email.is_some() || client.user_info_url().is_none() {
            return Ok(found);
        }
        // What is not in the token is at the userinfo endpoint, for the same person.
        let info: UserInfoClaims<OtherClaims, CoreGenderClaim> = client
            .user_info(tokens.access_token().clone(), Some(subject))
            .map_err(|error| fault(Cause::Discovery, error.to_string()))?
            .request_async(&self.caller)
            .await
            .map_err(|error| fault(Cause::Token, error.to_string()))?;
        let more = identity(&info, connection)?;
        let groups = if more.groups.is_empty() {
            found.groups
        } else {
            more.groups
        };
        Ok(Identity { groups, ..more })
    }
}

/// Never `none`, and never a shared secret: the client's secret is no proof of who signed.
const fn is_signed_by_a_key_pair(algorithm: &CoreJwsSigningAlgorithm) -> bool {
    !matches!(
        algorithm,
        CoreJwsSigningAlgorithm::None
            | CoreJwsSigningAlgorithm::HmacSha256
            | CoreJwsSigningAlgorithm::HmacSha384
            | CoreJwsSigningAlgorithm::HmacSha512
    )
}

/// Reads the claims by their names of the standard: which of two places they came from does not matter.
fn identity(claims: &impl Serialize, connection: &Connection) -> Result<Identity, SignInFault> {
    let claims =
        serde_json::to_value(claims).map_err(|_| fault(Cause::Token, "the claims cannot be read"))?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Identity {
        subject: text("sub").unwrap_or_default(),
        email: text("email"),
        is_email_verified: claims.get("email_verified") == Some(&Value::Bool(true)),
        first_name: text("given_name").unwrap_or_default(),
        last_name: text("family_name").unwrap_or_default(),
        groups: groups(claims.get(&connection.groups_claim)),
    })
}

/// A list of words, or one word.
fn groups(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(Value::as_str)
            .take(GROUPS_MAX)
            .map(str::to_owned)
            .collect(),
        _ => vec![],
    }
}

fn fault(cause: Cause, detail: impl Into<String>) -> SignInFault {
    let detail: String = detail.into();
    let detail = detail.chars().filter(|one| !one.is_control());
    SignInFault {
        cause,
        detail: detail.take(DETAIL_MAX).collect(),
    }
}

fn of_call(error: &CallError) -> SignInFault {
    let cause = match error {
        CallError::Forbidden(_) => Cause::Address,
        CallError::NoAnswer(_) => Cause::Unreachable,
        CallError::TooLong | CallError::Broken(_) => Cause::Discovery,
    };
    fault(cause, error.to_string())
}

fn of_discovery(error: DiscoveryError<CallError>) -> SignInFault {
    match error {
        DiscoveryError::Request(error) => of_call(&error),
        DiscoveryError::Response(status, _, _) if status.is_server_error() => {
            fault(Cause::Unreachable, format!("it answers {status}"))
        }
        DiscoveryError::Response(_, _, detail) => fault(Cause::Discovery, detail),
        other => fault(Cause::Discovery, other.to_string()),
    }
}

fn of_exchange(
    error: RequestTokenError<CallError, StandardErrorResponse<CoreErrorResponseType>>,
) -> SignInFault {
    match error {
        RequestTokenError::ServerResponse(answer) => fault(Cause::Client, answer.to_string()),
        RequestTokenError::Request(error) => of_call(&error),
        // Without what was read: it may hold a token.
        RequestTokenError::Parse(error, _) => fault(Cause::Token, format!("at {}", error.path())),
        RequestTokenError::Other(detail) => fault(Cause::Token, detail),
    }
}

fn of_claims(error: ClaimsVerificationError) -> SignInFault {
    let cause = match &error {
        ClaimsVerificationError::Expired(_) => Cause::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Cause::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Cause::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Cause::Nonce,
        ClaimsVerificationError::SignatureVerification(_) => Cause::Signature,
        _ => Cause::Token,
    };
    // The nonce is nobody's business.
    let detail = if cause == Cause::Nonce {
        "the nonce is another".to_owned()
    } else {
        error.to_string()
    };
    fault(cause, detail)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn groups_are_a_list_or_a_word() {
        assert_eq!(groups(Some(&json!(["a", 1, "b"]))), ["a", "b"]);
        assert_eq!(groups(Some(&json!("a"))), ["a"]);
        assert!(groups(Some(&json!({ "a": 1 }))).is_empty() && groups(None).is_empty());
    }

    #[test]
    fn a_shared_secret_signs_nothing() {
        assert!(!is_signed_by_a_key_pair(&CoreJwsSigningAlgorithm::None));
        assert!(!is_signed_by_a_key_pair(&CoreJwsSigningAlgorithm::HmacSha256));
        assert!(is_signed_by_a_key_pair(
            &CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256
        ));
    }
}
