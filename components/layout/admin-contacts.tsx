import type { Actor } from "@/lib/identity/auth/actor"
import { nameAdmins } from "@/lib/identity/users/name-admins"

/** Follows an explanation of missing permissions: who can change the role, and where. */
export async function AdminContacts({ actor }: { actor: Actor }) {
  const admins = await nameAdmins(actor)
  return (
    <>
      Ask an admin to change your role under Settings → Users
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
