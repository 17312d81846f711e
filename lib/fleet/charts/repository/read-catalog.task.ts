import { z } from "zod"
import { parseOci } from "./oci-reference"

const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() })

/**
 * The repositories of a registry's catalog below a location, at most `limit`, in alphabetical order; null when it is
 * invalid. For worker threads. Never throws.
 */
export default function readCatalogTask({
  bytes,
  host,
  path,
  limit,
}: {
  bytes: Uint8Array
  host: string
  path: string
  limit: number
}): string[] | null {
  try {
    const { repositories } = catalogSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")))
    const isBelow = (name: string) =>
      name.startsWith(`${path}/`) && parseOci(`oci://${host}/${name}`) !== null
    return (repositories ?? []).filter(isBelow).slice(0, limit).sort()
  } catch {
    return null
  }
}
