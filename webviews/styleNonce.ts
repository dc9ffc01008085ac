// The toolkit tries out a style element while it loads, to learn whether the browser knows :focus-visible. Under the
// page's policy that needs the nonce, which the toolkit looks for in this element. Must be imported before it.
const script = document.querySelector('script[nonce]');
if (script instanceof HTMLElement) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = script.nonce;
  document.head.append(meta);
}
