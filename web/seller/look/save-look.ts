import type {
  Brand,
  BrandColors,
  BrandReport,
  BrandSettings,
} from '../../../shared/protocol/brand-messages.ts'
import { ask } from '../../http/ask.ts'
import type { Outcome } from '../../socket/wire.ts'
import { makeIcons } from './icons.ts'

/** What is edited: the logo may be a new one that is not uploaded yet. */
export interface LookDraft extends Omit<BrandSettings, 'icons' | 'logo' | 'name' | 'color'> {
  name: string
  /** Empty for the standard one. */
  color: string
  logo: { hash: string } | { blob: Blob } | null
}

export const draftOf = ({ name, color, logo, icons: _, ...others }: BrandSettings): LookDraft => ({
  ...others,
  name: name ?? '',
  color: color ?? '',
  logo: logo === null ? null : { hash: logo },
})

/** Uploads the logo and what icons are made of it, then saves. `ownName` is the name while none is set. */
export async function saveLook(draft: LookDraft, ownName: string): Promise<Outcome<BrandReport>> {
  const { name, color, logo, ...others } = draft
  const isPlain = name === '' && color === '' && logo === null
  const colors = color === '' ? null : await colorsOf(color)
  const blob = logo && ('blob' in logo ? logo.blob : await (await fetch(`/images/${logo.hash}`)).blob())
  const kept = logo && ('hash' in logo ? logo.hash : await keep(logo.blob))
  const icons = isPlain ? null : await keepIcons(name || ownName, colors, blob)
  const settings: BrandSettings = { ...others, name: name || null, color: color || null, logo: kept, icons }
  return ask<BrandReport>('POST', '/api/brand', settings)
}

/** What would be made of a colour; null when the market did not say. */
export async function colorsOf(color: string): Promise<BrandColors | null> {
  const answer = await ask<NonNullable<Brand['colors']>>(
    'GET',
    `/api/brand/colors?color=${encodeURIComponent(color)}`,
  )
  return answer.kind === 'ok' ? answer.reply : null
}

async function keepIcons(name: string, colors: BrandColors | null, logo: Blob | null) {
  const { small, large, maskable } = await makeIcons(name, colors, logo)
  return { small: await keep(small), large: await keep(large), maskable: await keep(maskable) }
}

/** The hash of a picture that was uploaded. Throws when the market did not take it. */
async function keep(blob: Blob): Promise<string> {
  const answer = await ask<{ hash: string }>('POST', '/api/images', blob)
  if (answer.kind === 'ok') return answer.reply.hash
  throw new Error(`a picture was not kept: ${answer.kind}`)
}
