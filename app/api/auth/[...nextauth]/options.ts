import type { NextAuthOptions } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth"
import { v7 as uuidv7 } from "uuid"
import { z } from "zod"
import type { Origin } from "@/lib/identity/auth/actor"
import { clientAddress } from "@/lib/identity/auth/client-address"
import { returnPath } from "@/lib/identity/auth/return-path"
import {
  actorOfUser,
  type SessionClaims,
  sessionClaims,
  sessionSeconds,
  userOfClaims,
} from "@/lib/identity/auth/session"
import { endThisSession } from "@/lib/identity/users/end-sessions"
import { type OidcPerson, readOidcClaims } from "@/lib/identity/users/oidc-claims"
import { signInFailureOf } from "@/lib/identity/users/sign-in-failures"
import { signInWithOidc } from "@/lib/identity/users/sign-in-with-oidc"
import { signInWithPassword } from "@/lib/identity/users/sign-in-with-password"
import { type OidcSettings, oidcSettings, sessionSecret } from "@/lib/platform/env"
import { log } from "@/lib/platform/log"
import { pages, withQuery } from "@/lib/platform/paths"

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) })

/** The browser's device cookie, and the account that this request has signed in to with a password. */
export type Device = { cookie?: string; signedInTo?: string }

/** Created on each request, so that an invalid variable rejects sign-ins instead of silently disabling single sign-on. */
export function authOptions(origin: Origin, device: Device = {}): NextAuthOptions {
  const oidc = oidcSettings()
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: pages.signIn(), error: pages.signIn(), signOut: pages.signIn() },
    providers: [localAccounts(origin, device), ...(oidc === null ? [] : [oidcProvider(oidc)])],
    callbacks: {
      signIn: ({ user, account, profile }) =>
        account?.provider !== "oidc" ||
        enterByOidc(user, readOidcClaims(profile, oidc?.roleClaim ?? null), origin),
      jwt: ({ token, user }) => (user === undefined ? stillValid(token) : claimsOf(user)),
      // The console reads /api/v1/users/me, so the session contains no user data.
      redirect: ({ url, baseUrl }) => baseUrl + returnPath(url, baseUrl),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => endSession(token, origin) },
    logger: {
      error: (code, metadata) => log.error({ code, err: errorIn(metadata) }, "next-auth error"),
      warn: (code) => log.warn({ code }, "next-auth warning"),
      debug: () => undefined,
    },
  }
}

function localAccounts(origin: Origin, device: Device) {
  return CredentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(input) {
      const parsed = credentials.safeParse(input)
      if (!parsed.success) return null
      try {
        const claims = await signInWithPassword({ ...parsed.data, deviceCookie: device.cookie }, origin)
        device.signedInTo = parsed.data.email.trim().toLowerCase()
        return asUser(claims)
      } catch (error) {
        throw new Error(failureOf(error, origin))
      }
    },
  })
}

/** Signs the user in, or returns the path of the sign-in page with the reason. */
async function enterByOidc(user: object, person: OidcPerson, origin: Origin): Promise<true | string> {
  try {
    Object.assign(user, asUser(await signInWithOidc(person, origin)))
    return true
  } catch (error) {
    return withQuery(pages.signIn(), { error: failureOf(error, origin) })
  }
}

function failureOf(error: unknown, origin: Origin): string {
  const word = signInFailureOf(error)
  if (word === "Callback") log.error({ ...origin, err: error }, "sign-in failed with an unexpected error")
  return word
}

/** The claims as next-auth's `user`, which it passes from the provider to the `jwt` callback. */
function asUser(claims: SessionClaims) {
  return { id: claims.userId, signedInAt: claims.signedInAt }
}

function claimsOf(user: { id: string; signedInAt?: unknown }): SessionClaims {
  return sessionClaims.parse({ userId: user.id, signedInAt: user.signedInAt })
}

/** Throws when the session has ended, so that next-auth deletes the cookie; keeps it while the database is unavailable. */
async function stillValid(token: unknown): Promise<SessionClaims> {
  const user = await userOfClaims(token).catch(() => "unknown")
  if (user === null) throw new Error("The session has ended.")
  return sessionClaims.parse(token)
}

/** next-auth only deletes the cookie; this also invalidates copies of it. */
async function endSession(token: unknown, origin: Origin): Promise<void> {
  const user = await userOfClaims(token)
  if (user !== null) await endThisSession(actorOfUser(user, origin), sessionClaims.parse(token))
}

function errorIn(metadata: unknown): unknown {
  if (metadata instanceof Error || typeof metadata !== "object" || metadata === null) return metadata
  return "error" in metadata ? metadata.error : undefined
}

export function originOf(headers: Headers): Origin {
  return { requestId: uuidv7(), address: clientAddress(headers) }
}

type Claims = Record<string, unknown>
type UserinfoContext = Parameters<NonNullable<UserinfoEndpointHandler["request"]>>[0]

const idTokenClaims = z.looseObject({ sub: z.string() })

const waitMs = 10_000

/** The identity provider configured by the OIDC_ variables: code flow with PKCE, state, nonce, and discovery. */
function oidcProvider(settings: OidcSettings): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    userinfo: { request: allClaims },
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    httpOptions: { timeout: waitMs },
    profile: (claims) => ({ id: String(claims.sub) }),
  }
}

/**
 * Combines the claims of the validated ID token and of the userinfo endpoint, because many providers return the email
 * address and groups only there. Both must have the same subject (OpenID Connect Core, 5.3.2).
 */
async function allClaims({ client, tokens }: Pick<UserinfoContext, "client" | "tokens">): Promise<Claims> {
  const claims = idTokenClaims.parse(typeof tokens.claims === "function" ? tokens.claims() : null)
  if (client.issuer.metadata.userinfo_endpoint === undefined || tokens.access_token === undefined)
    return claims
  const more = await client.userinfo<Claims>(tokens.access_token)
  if (more.sub !== claims.sub)
    throw new Error("The userinfo response has a different subject than the ID token.")
  return { ...more, ...claims }
}
