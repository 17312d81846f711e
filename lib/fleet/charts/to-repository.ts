import type { Actor } from "@/lib/identity/auth/actor"
import type { ChartRepository } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import type { NamedFolder } from "./named-folders"
import type { Repository } from "./schema"

/** Converts a row to the API representation. */
export function toRepository(row: ChartRepository): Repository {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    url: row.url,
    username: row.username,
    hasPassword: row.sealedPassword !== null,
    fixed: false,
    createdBy: row.createdBy,
    createdAt: toInstant(row.createdAt),
  }
}

/** A configured folder, which has no row. Its path is hidden from tokens that are limited to tenants. */
export function folderRepository(actor: Actor, { id, name, path, builtIn }: NamedFolder): Repository {
  return {
    id,
    name,
    kind: "FOLDER",
    url: builtIn ? "built in" : actor.tenantIds === null ? path : "folder",
    username: null,
    hasPassword: false,
    fixed: true,
    createdBy: builtIn ? "Slipway" : "SLIPWAY_CHARTS_FOLDER",
    createdAt: null,
  }
}
