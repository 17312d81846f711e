import type { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { tellNextAuthTheAddress } from "@/lib/env"
import { DomainError } from "@/lib/errors"
import { problemResponse } from "@/lib/http/problem"
import { mediaType } from "@/lib/http/read-body"
import { authOptions, originOf } from "./options"

type Context = { params: Promise<{ nextauth: string[] }> }

const largestFormBytes = 16 * 1024

/** next-auth's own paths, without the one that lets anybody write into the log. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  const origin = originOf(request.headers)
  try {
    const [action] = (await context.params).nextauth
    if (action === "_log") throw new DomainError("not_found", "There is nothing here.")
    refuseOddForm(request)
    tellNextAuthTheAddress()
    return await NextAuth(request, context, authOptions(origin))
  } catch (error) {
    return problemResponse(error, {
      instance: request.nextUrl.pathname,
      requestId: origin.requestId ?? "",
    })
  }
}

/** next-auth reads the whole body into memory before it looks at it, and throws at JSON that is none. */
function refuseOddForm(request: NextRequest): void {
  if (request.method !== "POST") return
  if (mediaType(request) !== "application/x-www-form-urlencoded") {
    throw new DomainError("unsupported_media_type", "Send a form (application/x-www-form-urlencoded).")
  }
  const bytes = Number(request.headers.get("content-length") ?? Number.NaN)
  if (bytes <= largestFormBytes) return
  throw new DomainError("too_large", "A sign-in form is at most 16 KiB and says its length.")
}

export { handle as GET, handle as POST }
