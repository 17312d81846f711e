import { queryOptions } from "@tanstack/react-query"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

export const releaseAttentionQuery = queryOptions({
  queryKey: ["releases", "attention"],
  queryFn: ({ signal }) => request<ReleaseAttention>(api.releaseAttention(), { signal }),
})
