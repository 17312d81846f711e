import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { ReleaseAttention } from "@/lib/overview/release-attention-schema"
import { api } from "@/lib/paths"

export const releaseAttentionQuery = queryOptions({
  queryKey: ["releases", "attention"],
  queryFn: ({ signal }) => request<ReleaseAttention>(api.releaseAttention(), { signal }),
})

const calmMs = 20_000
const busyMs = 4_000

/** Milliseconds until the releases are looked at again: they change without a word on the stream of deployments. */
export function lookAgainMs(byStatus: Readonly<Record<string, number>> | undefined, paused: boolean) {
  if (paused) return false
  const settled = ["DEPLOYED", "FAILED", "UNINSTALLED"]
  return Object.keys(byStatus ?? {}).some((status) => !settled.includes(status)) ? busyMs : calmMs
}
