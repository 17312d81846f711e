import { z } from "zod"
import { DomainError } from "@/lib/platform/errors"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const notFound = endpoint({
  summary: "Unknown path",
  access: "public",
  query: z.looseObject({}),
  verb: async (_actor, _input, { url }) => {
    throw new DomainError(
      "not_found",
      `The path ${url.pathname} does not exist. See /api/docs for all endpoints.`,
    )
  },
})

/** Handles every unmatched path under /api, so that it returns a problem document instead of an HTML page. */
export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/{unknown}", {
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
  other: notFound,
})
