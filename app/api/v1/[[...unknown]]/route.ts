import { z } from "zod"
import { DomainError } from "@/lib/errors"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

const nothing = endpoint({
  summary: "Nothing is here",
  access: "public",
  query: z.looseObject({}),
  verb: async (_actor, _input, { url }) => {
    throw new DomainError("not_found", `There is nothing at ${url.pathname}; /api/docs lists what there is.`)
  },
})

/** Whatever no other route answers to, so that a mistyped path is told in the words of the API and not by a page. */
export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/{unknown}", {
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
})
