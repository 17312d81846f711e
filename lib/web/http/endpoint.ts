import type { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Scope } from "@/lib/identity/auth/scopes"
import type { Reply } from "./reply"
import type { SpooledBody } from "./spool-body"

/** What a verb is told of the request beside its parsed parts. */
export type RequestContext = {
  request: Request
  url: URL
  /** The If-Match header, for the verb to compare after it has locked its row. */
  ifMatch: string | null
  /** The body of an endpoint with `streamedBody`; null elsewhere. */
  body: SpooledBody | null
}

export type Input<P, Q, B> = { params: P; query: Q; body: B }

/** `public`: no sign-in needed · `signed-in`: any known caller · `person`: not a token · a scope: callers who hold it. */
export type Access = Scope | "signed-in" | "person" | "public"

/**
 * One method of a route: what it accepts, what it answers, who may, and the one verb that does it.
 * The OpenAPI document, the route inventory and the handler are all made from this object.
 */
export type Endpoint<P = unknown, Q = unknown, B = unknown, A = unknown> = {
  summary: string
  description?: string
  access: Access
  params?: z.ZodType<P>
  query?: z.ZodType<Q>
  body?: z.ZodType<B>
  /** Content types of a body, up to 64 MiB, that the verb reads from `context.body` itself. */
  streamedBody?: readonly string[]
  answer?: z.ZodType<A>
  /** Content types of an answer that the verb makes as a Response itself. */
  streamedAnswer?: readonly string[]
  /** The status of success; default 200. */
  status?: number
  /** Further statuses of success. */
  otherStatuses?: readonly number[]
  /** Problems beside those that follow from the rest of the declaration. */
  problems?: readonly (404 | 409)[]
  /** A list from several sources: `Slipway-Incomplete` names those that could not be read. */
  incomplete?: boolean
  /** Answers an ETag and honours If-None-Match. */
  etag?: boolean
  verb: (actor: Actor, input: Input<P, Q, B>, context: RequestContext) => Promise<A | Reply<A> | Response>
}

/** An endpoint whose types were checked where it was declared. */
export type AnyEndpoint = Omit<Endpoint, "verb"> & {
  verb: (actor: Actor, input: Input<never, never, never>, context: RequestContext) => Promise<unknown>
}

export function endpoint<P, Q, B, A>(declared: Endpoint<P, Q, B, A>): AnyEndpoint {
  return declared
}
