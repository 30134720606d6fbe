"""The review page over HTTP: an application, what guards it, and the server that runs it.

What comes in is the work at a run (`textml.review.desk`). What goes out are answers in JSON with a description in
OpenAPI, and the files of the page. `app` puts the routes together, `guard` decides which requests reach them, `server`
takes a port. The routes are in modules by what they are about; `values` holds what they take and give. Open `app`
first.
"""
