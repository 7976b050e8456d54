import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { textOf } from '../shell/search.ts'
import fields from '../ui/field.module.css'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import styles from './search-field.module.css'
import { useChangeSearch } from './use-change-search.ts'

const words = texts.storefront
/** Browsers limit how often a page may change its address. */
const restMs = 200

/** Where products are listed, it searches while typing; elsewhere Enter leads to the list. */
export function SearchField() {
  const navigate = useNavigate()
  const changeSearch = useChangeSearch()
  const { pathname } = useLocation()
  const q = textOf(useSearch({ strict: false }).q)
  const isList = pathname === '/' || pathname.startsWith('/shop/')
  const [typed, setTyped] = useState({ text: q ?? '', seen: q })
  if (typed.seen !== q) setTyped({ text: q === textOf(typed.text.trim()) ? typed.text : (q ?? ''), seen: q })
  const wanted = textOf(typed.text.trim())

  useEffect(() => {
    if (!isList || wanted === q) return
    const timer = setTimeout(() => changeSearch('part', { q: wanted }), restMs)
    return () => clearTimeout(timer)
  }, [isList, wanted, q, changeSearch])

  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isList) changeSearch('part', { q: wanted })
          else void navigate({ to: '/', search: { q: wanted } })
        }}
      >
        <Icon name="search" />
        <input
          className={fields.input}
          type="search"
          enterKeyHint="search"
          autoComplete="off"
          aria-label={words.search}
          placeholder={words.search}
          value={typed.text}
          onChange={(event) => setTyped({ ...typed, text: event.target.value })}
        />
      </form>
    </search>
  )
}
