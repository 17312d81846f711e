import type { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Scope } from "@/lib/identity/auth/scopes"
import type { SpooledBody } from "./read-body"
import type { Reply } from "./reply"

/** The parts of the request that a verb gets in addition to the parsed input. */
export type RequestContext = {
  request: Request
  url: URL
  /** The If-Match header, for the verb to compare after it has locked the row. */
  ifMatch: string | null
  /** The body of an endpoint with `streamedBody`; null elsewhere. */
  body: SpooledBody | null
}

export type Input<P, Q, B> = { params: P; query: Q; body: B }

/** `public`: no authentication · `signed-in`: any authenticated caller · `person`: users, not tokens · or a scope. */
export type Access = Scope | "signed-in" | "person" | "public"

/**
 * One method of a route: its input, its response, the required access, and the verb that runs it.
 * The OpenAPI document, the route inventory and the handler are all derived from this object.
 */
export type Endpoint<P = unknown, Q = unknown, B = unknown, A = unknown> = {
  summary: string
  description?: string
  access: Access
  params?: z.ZodType<P>
  query?: z.ZodType<Q>
  body?: z.ZodType<B>
  /** Content types of a body of up to 64 MiB that the verb reads from `context.body` itself. */
  streamedBody?: readonly string[]
  answer?: z.ZodType<A>
  /** Content types of a response that the verb builds itself. */
  streamedAnswer?: readonly string[]
  /** The success status; defaults to 200. */
  status?: number
  /** Additional success statuses. */
  otherStatuses?: readonly number[]
  /** Problems in addition to those implied by the rest of the declaration. */
  problems?: readonly (404 | 409)[]
  /** A list from several sources; `Slipway-Incomplete` names those that could not be read. */
  incomplete?: boolean
  /** Returns an ETag and supports If-None-Match. */
  etag?: boolean
  verb: (actor: Actor, input: Input<P, Q, B>, context: RequestContext) => Promise<A | Reply<A> | Response>
}

/** An endpoint whose types were checked at its declaration. */
export type AnyEndpoint = Omit<Endpoint, "verb"> & {
  verb: (actor: Actor, input: Input<never, never, never>, context: RequestContext) => Promise<unknown>
}

export function endpoint<P, Q, B, A>(declared: Endpoint<P, Q, B, A>): AnyEndpoint {
  return declared
}
