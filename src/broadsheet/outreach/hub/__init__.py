"""WebSub: who wants to hear at once that a feed has changed, hears it."""
