import { z } from "zod"
import type { Actor, Origin } from "@/lib/identity/auth/actor"
import type { Scope } from "@/lib/identity/auth/scopes"
import type { KeyClaim } from "@/lib/platform/key-claim"
import type { Page } from "@/lib/platform/page"
import { quote } from "@/lib/platform/pointer"
import type { RouteRequest } from "./http-server/respond-directly"
import type { SpooledBody } from "./read-body"
import type { Reply } from "./reply"

/** The parts of the request that a use case gets in addition to the parsed input. */
export type RequestContext = {
  request: RouteRequest
  url: URL
  /** The If-Match header of an endpoint that declares it, which the use case compares after it has locked the row. */
  ifMatch: string | null
  /** The body of an endpoint with `streamedBody`; null elsewhere. */
  body: SpooledBody | null
  /** Passes the content of a response that the use case builds itself to the request inspector. */
  summarize: (result: unknown) => void
  /** Passes what an event of another system says, in the fields of the API, to the request inspector. */
  keepSent: (fields: object) => void
}

export type Input<P, Q, B> = { params: P; query: Q; body: B }

/**
 * `public`: no authentication · `signed-in`: any authenticated caller · `person`: users, not tokens · `signed`: event
 * sources, see `event` · or a scope.
 */
export type Access = Scope | "signed-in" | "person" | "signed" | "public"

/** Minimal types, because comparing the full interface of a Zod schema costs the compiler seconds per route. */
type Schema = z.core.$ZodType
type OutputOf<S> = S extends Schema ? z.output<S> : undefined
type InputOf<S> = S extends Schema ? z.input<S> : undefined

/**
 * One method of a route: its input, its response, the required access, and the use case that runs it. The OpenAPI
 * document, the route inventory, the HTTP handler and the types of the browser's client are all derived from it.
 */
type Declaration<P, Q, B, R> = {
  summary: string
  description?: string
  access: Access
  params?: P
  query?: Q
  body?: B
  /** The body is an event in the format of another system. */
  event?: EventDeclaration
  /** Content types of a body of up to 64 MiB that the use case reads from `context.body` itself. */
  streamedBody?: readonly string[]
  response?: R
  /** Content types of a response that the use case builds itself. */
  streamedResponse?: readonly string[]
  /** The success status. Default: 200, or 204 without a response. */
  status?: number
  /** Additional success statuses. */
  otherStatuses?: readonly number[]
  /** Problems in addition to those implied by the rest of the declaration. */
  problems?: readonly (404 | 409)[]
  /** A list with several sources; `Slipway-Incomplete` names those that could not be read. */
  incomplete?: boolean
  /** Returns an ETag and supports If-None-Match. Default: for a GET or PATCH of one resource. */
  etag?: boolean
  /** A change that supports If-Match. */
  ifMatch?: boolean
}

export type EventDeclaration = {
  /** Identifies the caller by a signature of the raw body, before anything is parsed. Default: like any request. */
  authenticate?: (headers: Headers, body: Uint8Array, origin: Origin) => Promise<Actor>
  /** The header with the id of a delivery, which is handled once, like a request with an Idempotency-Key. */
  deliveryId?: string
}

type Handler<I, R> = (actor: Actor, input: I, context: RequestContext) => Promise<R>

/**
 * Handles a request with an Idempotency-Key in one statement together with its claim, which is cheaper than storing the
 * response afterwards.
 */
type RunWithClaim<I, R> = {
  /** Null: nothing was changed, and the request is handled like any other. */
  run: (actor: Actor, input: I, claim: KeyClaim) => Promise<R | null>
  /** The response to an earlier request, from what was stored with its key. */
  replayOf: (recorded: unknown) => Promise<R>
}

/** An endpoint whose types were checked at its declaration. */
export type AnyEndpoint = Declaration<Schema, Schema, Schema, Schema> & {
  handler: Handler<Input<never, never, never>, unknown>
  runWithClaim?: RunWithClaim<Input<never, never, never>, unknown>
}

/** What a caller sends, before parsing, and receives. */
export type Exchange<Q = unknown, B = unknown, R = unknown> = { query: Q; body: B; response: R }

/** The exchange exists only as a type. */
export type DeclaredEndpoint<E extends Exchange> = AnyEndpoint & { readonly exchange?: E }

export function endpoint<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema | undefined = undefined,
>(
  declared: Declaration<P, Q, B, R> & {
    handler: Handler<
      Input<OutputOf<P>, OutputOf<Q>, OutputOf<B>>,
      Returned<R> | Reply<Returned<R>> | PageOf<Returned<R>> | Response
    >
    runWithClaim?: RunWithClaim<Input<OutputOf<P>, OutputOf<Q>, OutputOf<B>>, Reply<Returned<R>>>
  },
): DeclaredEndpoint<Exchange<InputOf<Q>, InputOf<B>, OutputOf<R>>> {
  return declared
}

/** What a use case may return: anything if its response has no body or is streamed. */
type Returned<R> = R extends Schema ? z.output<R> : unknown

/** A list can be returned page by page; the handler adds the Link header to the next page. */
type PageOf<R> = R extends (infer T)[] ? Page<T> : never

/** The path parameter of a resource with an id; `noun` is "release". */
export function idParams<Name extends string = "id">(noun: string, name = "id" as Name) {
  const id = z.uuid({ error: ({ input }) => `There is no ${noun} ${quote(String(input))}.` })
  const shape = { [name]: id } as Record<Name, z.ZodUUID>
  return z.strictObject(shape)
}
