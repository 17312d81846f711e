import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { reply } from "@/lib/http/reply"
import { createToken } from "@/lib/tokens/create-token"
import { listTokens } from "@/lib/tokens/list-tokens"
import { createdTokenSchema, createTokenSchema, tokenSchema, tokensQuerySchema } from "@/lib/tokens/schema"

const path = "/api/v1/tokens"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "API tokens, newest first",
    access: "admin",
    query: tokensQuerySchema,
    answer: tokenSchema.array(),
    verb: async (actor, { query }, { url }) => pageReply(await listTokens(actor, query), url),
  }),
  POST: endpoint({
    summary: "Make an API token",
    description: "The token itself is shown once, in this answer; Slipway keeps only its hash.",
    access: "admin",
    body: createTokenSchema,
    answer: createdTokenSchema,
    status: 201,
    verb: async (actor, { body }) => {
      const token = await createToken(actor, body)
      return reply(token, { headers: { location: `${path}/${token.id}` } })
    },
  }),
})
