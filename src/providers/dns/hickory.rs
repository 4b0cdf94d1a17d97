//! The DNS by the hickory resolver.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use async_trait::async_trait;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts},
    net::runtime::TokioRuntimeProvider,
    proto::rr::{Name, RData, Record, RecordType},
};

use super::{Caa, Dns, DnsError, Records, Source};
use crate::providers::webhooks::address::is_public;

/// For one question to one server.
const TIMEOUT: Duration = Duration::from_secs(2);
/// For everything that is asked about a host.
const LOOK_TIMEOUT: Duration = Duration::from_secs(15);
/// Name servers of a domain that are asked.
const AUTHORITIES_MAX: usize = 3;
const DNS_PORT: u16 = 53;

/// Asks one name server, or the system's.
pub struct Hickory {
    /// `Err` on a machine without a readable set-up: each look then says so.
    resolver: Result<TokioResolver, DnsError>,
    port: u16,
    /// Name servers in private networks may be asked: the resolver itself is in one.
    is_private: bool,
}

impl Hickory {
    /// Asks `server`; `None` asks whom the system asks.
    pub fn new(server: Option<SocketAddr>) -> Self {
        let resolver = match server {
            Some(server) => build(&[server.ip()], server.port(), true),
            None => TokioResolver::builder_tokio()
                .and_then(|mut builder| {
                    set(builder.options_mut(), true);
                    builder.build()
                })
                .map_err(|error| failed(&error)),
        };
        Self {
            resolver,
            port: server.map_or(DNS_PORT, |server| server.port()),
            is_private: server.is_some_and(|server| !is_public(server.ip())),
        }
    }

    /// A resolver of the servers that answer for the host's domain.
    async fn authority(&self, resolver: &TokioResolver, host: &str) -> Result<TokioResolver, DnsError> {
        for zone in and_above(host) {
            let servers = records(resolver, zone, RecordType::NS).await?;
            let mut found = vec![];
            for server in servers.into_iter().take(AUTHORITIES_MAX) {
                if let RData::NS(server) = server.data {
                    let name = server.0.to_ascii();
                    let all = records(resolver, name.trim_end_matches('.'), RecordType::A).await?;
                    found.extend(all.iter().filter_map(address));
                }
            }
            found.retain(|address| self.is_private || is_public(*address));
            if !found.is_empty() {
                return build(&found, self.port, false);
            }
        }
        Err(DnsError("the domain names no name servers".into()))
    }
}

#[async_trait]
impl Dns for Hickory {
    async fn look(&self, host: &str, proof_name: &str, source: Source) -> Result<Records, DnsError> {
        let resolver = self.resolver.as_ref().map_err(Clone::clone)?;
        let look = async {
            match source {
                Source::Resolver => look(resolver, host, proof_name).await,
                Source::Authority => look(&self.authority(resolver, host).await?, host, proof_name).await,
            }
        };
        tokio::time::timeout(LOOK_TIMEOUT, look)
            .await
            .unwrap_or_else(|_| Err(DnsError("no answer in time".into())))
    }
}

async fn look(resolver: &TokioResolver, host: &str, proof_name: &str) -> Result<Records, DnsError> {
    let (aliases, four, six, texts, caa) = tokio::join!(
        records(resolver, host, RecordType::CNAME),
        records(resolver, host, RecordType::A),
        records(resolver, host, RecordType::AAAA),
        records(resolver, proof_name, RecordType::TXT),
        restrictions(resolver, host),
    );
    let aliases = aliases?;
    // The servers of a domain need not know where its alias leads to.
    let or_alias = |found: Result<Vec<Record>, DnsError>| {
        if aliases.is_empty() {
            found
        } else {
            Ok(found.unwrap_or_default())
        }
    };
    let addressed: Vec<Record> = or_alias(four)?.into_iter().chain(or_alias(six)?).collect();
    let mut names: Vec<String> = aliases.iter().chain(&addressed).filter_map(alias).collect();
    names.dedup();
    Ok(Records {
        aliases: names,
        addresses: addressed.iter().filter_map(address).collect(),
        proofs: texts?.iter().filter_map(text).collect(),
        caa: caa?,
    })
}

/// RFC 8659, 3: the first of the host and the domains above it that restricts anything.
async fn restrictions(resolver: &TokioResolver, host: &str) -> Result<Vec<Caa>, DnsError> {
    for name in and_above(host) {
        let found: Vec<Caa> = records(resolver, name, RecordType::CAA)
            .await?
            .into_iter()
            .filter_map(|record| match record.data {
                RData::CAA(caa) => Some(Caa {
                    tag: caa.tag.to_ascii_lowercase(),
                    value: String::from_utf8_lossy(&caa.value).into_owned(),
                }),
                _ => None,
            })
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(vec![])
}

/// The host and the domains above it, without the top level.
fn and_above(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, above)| above))
        .filter(|name| name.contains('.'))
}

/// No record is an empty list, anything else that is no answer an error.
async fn records(resolver: &TokioResolver, name: &str, kind: RecordType) -> Result<Vec<Record>, DnsError> {
    let name = Name::from_ascii(format!("{name}.")).map_err(|error| DnsError(error.to_string()))?;
    match resolver.lookup(name, kind).await {
        Ok(found) => Ok(found.answers().to_vec()),
        Err(error) if error.is_no_records_found() => Ok(vec![]),
        Err(error) => Err(failed(&error)),
    }
}

fn build(servers: &[IpAddr], port: u16, is_recursive: bool) -> Result<TokioResolver, DnsError> {
    let servers = servers
        .iter()
        .map(|address| {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                connection.port = port;
                connection
            });
            NameServerConfig::new(*address, true, connections.to_vec())
        })
        .collect();
    let config = ResolverConfig::from_parts(None, vec![], servers);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    set(builder.options_mut(), is_recursive);
    builder.build().map_err(|error| failed(&error))
}

/// Nothing is remembered: whoever presses the button has just changed something.
fn set(options: &mut ResolverOpts, is_recursive: bool) {
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.timeout = TIMEOUT;
    options.attempts = 2;
    options.recursion_desired = is_recursive;
}

fn failed(error: &hickory_resolver::net::NetError) -> DnsError {
    DnsError(error.to_string())
}

fn address(record: &Record) -> Option<IpAddr> {
    match &record.data {
        RData::A(four) => Some(four.0.into()),
        RData::AAAA(six) => Some(six.0.into()),
        _ => None,
    }
}

fn alias(record: &Record) -> Option<String> {
    match &record.data {
        RData::CNAME(name) => Some(name.0.to_ascii().trim_end_matches('.').to_ascii_lowercase()),
        _ => None,
    }
}

fn text(record: &Record) -> Option<String> {
    match &record.data {
        RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
        _ => None,
    }
}
