import { brandLimits } from '../../shared/protocol/brand-messages.ts'
import type { BrandStore } from '../brand/brand-store.ts'

/** The colours of an installed market's window before its page is there, as in `web/ui/tokens.css`. */
const ground = '#fbf8f3'
const ownAccent = '#a93f12'
/** Home screens cut longer names. */
const shortNameMax = 12

interface Icon {
  src: string
  sizes: string
  type: string
  purpose: string
}

/** The market's manifest, with which browsers install it. */
export const manifestOf = ({ name, current, settings }: BrandStore) => ({
  id: '/',
  name,
  short_name: name.length <= shortNameMax ? name : (name.split(' ', 1)[0] ?? name).slice(0, shortNameMax),
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: ground,
  theme_color: current.colors?.light.accent ?? ownAccent,
  icons: iconsOf(settings.icons),
})

function iconsOf(icons: BrandStore['settings']['icons']): Icon[] {
  const { small, large, maskable } = brandLimits.iconSides
  const png = (src: string, side: number, purpose: string): Icon => ({
    src,
    sizes: `${side}x${side}`,
    type: 'image/png',
    purpose,
  })
  const vector = (src: string, purpose: string): Icon => ({
    src,
    sizes: 'any',
    type: 'image/svg+xml',
    purpose,
  })
  const at = pathsOf(icons)
  return [
    png(at.small, small, 'any'),
    png(at.large, large, 'any'),
    png(at.maskable, maskable, 'maskable'),
    ...(icons ? [] : [vector('/icon.svg', 'any'), vector('/icon-maskable.svg', 'maskable')]),
  ]
}

/** Where the icons are: those of the brand, or else the app's own. */
export const pathsOf = (icons: BrandStore['settings']['icons']) => ({
  small: icons ? `/images/${icons.small}` : `/icon-${brandLimits.iconSides.small}.png`,
  large: icons ? `/images/${icons.large}` : `/icon-${brandLimits.iconSides.large}.png`,
  maskable: icons ? `/images/${icons.maskable}` : '/icon-maskable.png',
})
