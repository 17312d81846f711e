import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { ReleaseAttention } from "@/lib/overview/release-attention-schema"
import { api } from "@/lib/paths"

export const releaseAttentionQuery = queryOptions({
  queryKey: ["releases", "attention"],
  queryFn: ({ signal }) => request<ReleaseAttention>(api.releaseAttention(), { signal }),
})
