import { useEffect } from 'react'
import { brandCss } from '../../shared/brand-css.ts'
import { useBrand } from '../store/hooks.ts'
import { pageMeta } from './page-meta.ts'

/** The id of the style that the server wrote into the page's head. */
const styleId = 'souk-brand'

/** Follows the brand's colours while the page is open. The page came with those of its time. */
export function BrandStyle() {
  const brand = useBrand()
  useEffect(() => {
    if (!brand) return
    const css = brand.colors ? brandCss(brand.colors) : ''
    const before = document.getElementById(styleId)
    if ((before?.textContent ?? '') === css) return
    before?.remove()
    // The content policy allows this page's nonce.
    const style = document.createElement('style')
    style.id = styleId
    style.nonce = pageMeta.nonce ?? ''
    style.textContent = css
    document.head.append(style)
  }, [brand])
  return null
}
