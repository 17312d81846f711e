import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth"
import { z } from "zod"
import type { OidcSettings } from "@/lib/platform/env"

type Claims = Record<string, unknown>
type UserinfoContext = Parameters<NonNullable<UserinfoEndpointHandler["request"]>>[0]

const idTokenClaims = z.looseObject({ sub: z.string() })

const waitMs = 10_000

/** The identity provider configured by the OIDC_ variables: code flow with PKCE, state, nonce, and discovery. */
export function oidcProvider(settings: OidcSettings): OAuthConfig<Claims> {
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
