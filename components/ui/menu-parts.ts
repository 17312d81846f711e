"use client"

import type { DropdownMenu } from "radix-ui"
import { createContext, use } from "react"

export type MenuParts = typeof DropdownMenu

/** The library's parts, once they are loaded: an open menu gives them to the items inside it. */
export const MenuPartsContext = createContext<MenuParts | null>(null)

export function useMenuParts(): MenuParts {
  const parts = use(MenuPartsContext)
  if (!parts) throw new Error("Menu items need a Menu around them")
  return parts
}
