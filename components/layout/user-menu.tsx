import { BookOpen, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react"
import { type ReactNode, useState } from "react"
import type { ShellUser } from "@/components/layout/navigation"
import { useGo } from "@/components/layout/page-navigation"
import { savePreference, type Theme, themeCookie, themeFrom } from "@/components/layout/preferences"
import { useShellActions } from "@/components/layout/shell-actions"
import { Menu } from "@/components/ui/floating"
import { pages } from "@/lib/platform/paths"

const themes: { value: Theme; label: string; icon: ReactNode }[] = [
  { value: "system", label: "System", icon: <Monitor size={14} /> },
  { value: "light", label: "Light", icon: <Sun size={14} /> },
  { value: "dark", label: "Dark", icon: <Moon size={14} /> },
]

/** The theme of the page; unknown on the server, which renders no menu. */
function shownTheme(): Theme {
  return themeFrom(typeof document === "undefined" ? undefined : document.documentElement.dataset.theme)
}

/** The current theme and a setter, which applies it to the page immediately and stores it in the cookie. */
function useTheme() {
  const [theme, setTheme] = useState(shownTheme)
  function choose(next: Theme) {
    setTheme(next)
    savePreference(themeCookie, next)
    if (next === "system") delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
  }
  return { theme, choose }
}

export function UserMenu({ user }: { user: ShellUser }) {
  const { theme, choose } = useTheme()
  const { openShortcuts } = useShellActions()
  const navigate = useGo()
  const role = user.role.toLowerCase()
  return (
    <Menu
      side="top"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-left transition-colors duration-100 hover:bg-raised data-[state=open]:bg-raised icons:justify-center"
        >
          <Initials name={user.name} />
          <span className="sr-only">Account of </span>
          <span className="min-w-0 flex-1 icons:sr-only">
            <span className="block truncate text-sm leading-4">{user.name}</span>
            <span className="block truncate text-2xs leading-4 text-muted">{role}</span>
          </span>
        </button>
      }
      entries={[
        { heading: `${user.email} · ${role}` },
        "line",
        { heading: "Theme" },
        {
          options: themes.map((one) => ({
            ...one,
            isChosen: one.value === theme,
            onSelect: () => choose(one.value),
          })),
        },
        "line",
        { label: "Account", icon: <UserRound size={14} />, onSelect: () => navigate(pages.account()) },
        {
          label: "Keyboard shortcuts",
          icon: <Keyboard size={14} />,
          shortcut: "?",
          onSelect: () => setTimeout(openShortcuts),
        },
        {
          label: "API reference",
          icon: <BookOpen size={14} />,
          onSelect: () => window.location.assign(pages.apiDocs()),
        },
        "line",
        { label: "Sign out", icon: <LogOut size={14} />, onSelect: () => void signOut() },
      ]}
    />
  )
}

// The next-auth client is loaded only for signing out.
async function signOut() {
  const client = await import("next-auth/react")
  await client.signOut({ callbackUrl: pages.signIn() })
}

function Initials({ name }: { name: string }) {
  const letters = name
    .split(/[\s.@_-]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("")
  return (
    <span
      aria-hidden="true"
      className="flex size-6 shrink-0 items-center justify-center rounded-full border border-line bg-raised text-2xs font-medium"
    >
      {letters}
    </span>
  )
}
