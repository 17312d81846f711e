import type { Actor } from "@/lib/identity/auth/actor"
import { nameAdmins } from "@/lib/identity/users/name-admins"

/** Ends what is said to somebody whose role does not reach: by whom, and where, it is changed. */
export async function AdminContacts({ actor }: { actor: Actor }) {
  const admins = await nameAdmins(actor)
  return (
    <>
      An admin of this Slipway can change that under Settings → Users
      {admins.length > 0 && ": "}
      {admins.map((email, place) => (
        <span key={email}>
          {place > 0 && (place === admins.length - 1 ? " or " : ", ")}
          <a href={`mailto:${email}`} className="rounded-sm text-accent underline underline-offset-2">
            {email}
          </a>
        </span>
      ))}
      .
    </>
  )
}
