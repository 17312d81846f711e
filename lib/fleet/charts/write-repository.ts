import { resolve, sep } from "node:path"
import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { rejectFields } from "@/lib/platform/collect-faults"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { keyFor } from "@/lib/platform/env"
import { conflict, type DomainError, invalid, notFound } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { requireAllowedUrl } from "@/lib/platform/outbound/check-address"
import { seal } from "@/lib/platform/seal"
import { getRepository, toRepository } from "./list-repositories"
import { namedFolders } from "./named-folders"
import { parseOci } from "./repository/oci-reference"
import { findRepository } from "./repository-sources"
import type { CreateRepository, Repository } from "./schema"

/** Adds a repository; the password is stored encrypted and sent only to its host. 409: the name is taken. */
export async function addRepository(actor: Actor, input: CreateRepository): Promise<Repository> {
  requireScope(actor, "admin")
  const folders = namedFolders()
  if (folders.some(({ name }) => name === input.name)) throw nameTaken(input.name)
  const operators = folders.filter(({ builtIn }) => !builtIn).map(({ url }) => url)
  const location = await locateRepository(input.url.trim(), operators)
  if (location.kind === "FOLDER") rejectCredentials(input)
  const data = {
    id: uuidv7(),
    name: input.name,
    ...location,
    username: input.username ?? null,
    sealedPassword: input.password === undefined ? null : seal(input.password, keyFor("repository-password")),
    createdBy: actor.name,
  }
  return transaction(async () => {
    const repository = toRepository(await db().chartRepository.create({ data }))
    const { name, kind, url, username, hasPassword } = repository
    await appendAudit(actor, "repository.added", repository.id, { name, kind, url, username, hasPassword })
    return repository
  }).catch(uniqueViolationAs(() => nameTaken(input.name)))
}

function rejectCredentials(input: CreateRepository): void {
  const sentFields = (["username", "password"] as const).filter((field) => input[field] !== undefined)
  rejectFields(
    sentFields.map((field) => ({ pointer: `/${field}`, message: "A folder takes no credentials." })),
  )
}

function nameTaken(name: string): DomainError {
  return conflict(`A repository named ${name} already exists.`, "repository_name_taken")
}

type RepositoryLocation = Pick<Repository, "kind" | "url">

/**
 * Determines the kind of repository at an address. 422 for /url when it is not allowed: neither https nor oci, a host that
 * is not allowed, a private address, or a folder that is not configured. A host that currently does not resolve is
 * accepted, as every later request is checked again.
 */
async function locateRepository(text: string, folders: readonly string[]): Promise<RepositoryLocation> {
  if (text.startsWith("/") || text.startsWith("file://")) return folderLocation(text, folders)
  const location = text.startsWith("oci://") ? ociLocation(text) : indexLocation(text)
  await requireAllowedUrl(new URL(location.url.replace(/^oci:/, "https:")))
  return location
}

function indexLocation(text: string): RepositoryLocation {
  if (!URL.canParse(text)) throw invalid("/url", "Not a valid address. Use https://… or oci://….")
  const url = new URL(text)
  if (!["https:", "http:"].includes(url.protocol)) {
    throw invalid("/url", `Unsupported protocol ${url.protocol}//. Use https:// or oci://.`)
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalid("/url", "The address of an index must not have a query or fragment.")
  }
  return { kind: "INDEX", url: url.href.replace(/\/(index\.yaml)?$/, "") }
}

function ociLocation(text: string): RepositoryLocation {
  const location = parseOci(text)
  if (location === null) throw invalid("/url", "Use the form oci://host/path, in lowercase letters.")
  return { kind: "OCI", url: `oci://${location.host}/${location.path}` }
}

function folderLocation(text: string, folders: readonly string[]): RepositoryLocation {
  const path = resolve(text.replace(/^file:\/\//, ""))
  if (folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`))) {
    return { kind: "FOLDER", url: path }
  }
  throw invalid(
    "/url",
    "Only folders configured with SLIPWAY_CHARTS_FOLDER can be used as repositories.",
    "address_not_allowed",
  )
}

/** Removes a repository, by id or name; releases installed from it stay. 409: it is configured at startup. */
export async function deleteRepository(
  actor: Actor,
  idOrName: string,
  ifMatch: string | null = null,
): Promise<void> {
  requireScope(actor, "admin")
  const { id, name, kind, url } = await findRepository(idOrName)
  if (namedFolders().some((folder) => folder.id === id)) {
    throw conflict(
      `The repository ${name} is configured with SLIPWAY_CHARTS_FOLDER. Remove it from the configuration.`,
      "repository_fixed",
    )
  }
  await transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM chart_repository WHERE id = ${id}::uuid FOR UPDATE`
    if (ifMatch !== null) requireMatch(ifMatch, await getRepository(actor, id), "This repository")
    const { count } = await db().chartRepository.deleteMany({ where: { id } })
    if (count === 0) throw notFound(`The repository ${name} has already been removed.`)
    await appendAudit(actor, "repository.removed", id, { name, kind, url })
  })
}
