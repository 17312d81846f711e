import { z } from "zod"
import type { SearchSource } from "@/components/layout/commands"
import { request } from "@/lib/api/request"
import { api, pages } from "@/lib/paths"

const found = z.array(
  z.object({
    id: z.string(),
    imageTag: z.string(),
    application: z.string(),
    environment: z.string(),
    status: z.string(),
  }),
)

/** Deployments by tag, commit, branch or person. */
export const searchDeployments: SearchSource = async (query, signal) => {
  const rows = await request(api.history({ q: query, limit: 8 }), { schema: found, signal })
  return rows.map((row) => ({
    id: row.id,
    label: `${row.application} ${row.imageTag}`,
    hint: `${row.environment} · ${row.status.toLowerCase().replace("_", " ")}`,
    href: pages.deployment(row.id),
  }))
}
