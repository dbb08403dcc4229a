<?php
/**
 * Plugin Name: Related articles by a Kindred service
 * Description: Tells the service of each post that is published, changed or taken back, and shows its list below posts.
 *
 * In wp-config.php:
 *   define( 'KINDRED_URL', 'http://127.0.0.1:8080' );
 *   define( 'KINDRED_TOKEN', '...' );   // of the service's token file
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The address of a post at the service. */
function kindred_address( $post_id, $what = '' ) {
	return rtrim( KINDRED_URL, '/' ) . '/v1/articles/wp-' . (int) $post_id . $what;
}

/** Sends a change; what it says has changed is shown anew. */
function kindred_send( $method, $post_id, $article = null ) {
	$response = wp_remote_request(
		kindred_address( $post_id ),
		array(
			'method'  => $method,
			'timeout' => 5,
			'headers' => array(
				'Authorization' => 'Bearer ' . KINDRED_TOKEN,
				'Content-Type'  => 'application/json',
			),
			'body'    => null === $article ? null : wp_json_encode( $article ),
		)
	);
	$status = is_wp_error( $response ) ? $response->get_error_message() : wp_remote_retrieve_response_code( $response );
	// A post that the service does not know need not be taken out.
	if ( 200 !== $status && 201 !== $status && ! ( 'DELETE' === $method && 404 === $status ) ) {
		error_log( "kindred: $method of post $post_id: $status" );
		return;
	}
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	foreach ( array_merge( array( "wp-$post_id" ), $answer['changed'] ?? array() ) as $id ) {
		delete_transient( 'kindred_' . substr( $id, 3 ) );
	}
}

add_action(
	'wp_after_insert_post',
	function ( $post_id, $post ) {
		if ( 'post' !== $post->post_type || wp_is_post_revision( $post_id ) ) {
			return;
		}
		if ( 'publish' !== $post->post_status || '' !== $post->post_password ) {
			kindred_send( 'DELETE', $post_id );
			return;
		}
		$topics = wp_get_post_terms( $post_id, array( 'category', 'post_tag' ), array( 'fields' => 'names' ) );
		kindred_send(
			'PUT',
			$post_id,
			array(
				'title'             => get_the_title( $post ),
				'excerpt'           => $post->post_excerpt,
				'body'              => wp_strip_all_tags( strip_shortcodes( $post->post_content ) ),
				'webUrl'            => get_permalink( $post ),
				'publishedDateTime' => get_post_time( DATE_ATOM, true, $post ),
				'topics'            => is_array( $topics ) ? array_values( array_unique( $topics ) ) : array(),
			)
		);
	},
	10,
	2
);

add_action(
	'before_delete_post',
	function ( $post_id ) {
		kindred_send( 'DELETE', $post_id );
	}
);

/** The list of a post as HTML, asked for every ten minutes at most; nothing where the service does not answer. */
function kindred_list( $post_id ) {
	$html = get_transient( "kindred_$post_id" );
	if ( false === $html ) {
		$response = wp_remote_get( kindred_address( $post_id, '/related.html' ), array( 'timeout' => 1 ) );
		$html     = 200 === wp_remote_retrieve_response_code( $response ) ? wp_remote_retrieve_body( $response ) : '';
		set_transient( "kindred_$post_id", $html, 600 );
	}
	return false === strpos( $html, '<li>' ) ? '' : "<nav class=\"related\">\n<h2>Related</h2>\n$html</nav>\n";
}

add_filter(
	'the_content',
	function ( $content ) {
		$is_article = is_singular( 'post' ) && in_the_loop() && is_main_query();
		return $is_article ? $content . kindred_list( get_the_ID() ) : $content;
	}
);
